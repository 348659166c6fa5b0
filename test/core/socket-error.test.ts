import {expect, it} from 'vitest';
import {describeSocketError} from '../../src/core/socket-error.ts';

it.each([
	['ECONNREFUSED', 'nothing listens at hub:9000'],
	['ENOTFOUND', 'host name hub has no address'],
	['EAI_AGAIN', 'host name hub cannot be looked up now'],
	['ETIMEDOUT', 'hub:9000 does not answer'],
	['ENETUNREACH', 'there is no route to hub:9000'],
	['EACCES', 'the system does not allow a connection to hub:9000'],
	['ECONNRESET', 'the connection broke off'],
	['EWEIRD', 'the connection failed: why not?'],
])('%s is told as "%s"', (code, sentence) => {
	const error = Object.assign(new Error('why not\u001b'), {code});
	expect(describeSocketError(error, 'hub', 9_000)).toBe(sentence);
});

it('a host with several addresses is told by the first of its errors', () => {
	const refused = Object.assign(new Error('no'), {code: 'ECONNREFUSED'});
	expect(describeSocketError(new AggregateError([refused, refused]), 'hub', 1)).toBe(
		'nothing listens at hub:1',
	);
});
