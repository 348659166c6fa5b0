import {describe, expect, test} from 'vitest';
import {formatBlock} from '../../../src/core/block.ts';
import {createRequests} from '../../../src/page/hub/requests.ts';
import {makeChain} from '../../support/chains.ts';

const chain = makeChain([72, 80]);
const error = JSON.stringify({error: {code: 'SAID', message: 'What the hub\u0007 says.'}});

/** Requests to a hub that gives this answer to all of them. */
function askHub(status: number, body: string, headers: Record<string, string> = {}) {
	return createRequests(async () => new Response(body, {status, headers}));
}

describe('a reading that is sent', () => {
	test.each([
		[201, formatBlock(chain[1]!), {}, {kind: 'accepted', block: chain[1]}],
		[200, formatBlock(chain[1]!), {}, {kind: 'accepted', block: chain[1]}],
		[201, 'nonsense', {}, {kind: 'later', reason: 'The hub answered without a block.', afterMs: null}],
		[400, error, {}, {kind: 'refused', reason: 'What the hub? says.'}],
		[403, '<html>', {}, {kind: 'refused', reason: 'The hub answered 403.'}],
		[429, error, {'retry-after': '3'}, {kind: 'later', reason: 'What the hub? says.', afterMs: 3_000}],
		[503, error, {'retry-after': '999999'}, {kind: 'later', reason: 'What the hub? says.', afterMs: 60_000}],
		[503, error, {'retry-after': 'soon'}, {kind: 'later', reason: 'What the hub? says.', afterMs: null}],
		[502, '', {}, {kind: 'later', reason: 'The hub answered 502.', afterMs: null}],
	])('and answered by %i %j %j', async (status, body, headers, answer) => {
		expect(await askHub(status, body, headers).addReading('id', 72)).toEqual(answer);
	});

	test('and not answered is sent again later', async () => {
		const requests = createRequests(() => Promise.reject(new TypeError('fetch failed')));
		expect(await requests.addReading('id', 72)).toEqual({
			kind: 'later',
			reason: 'The hub does not answer.',
			afterMs: null,
		});
	});

	test('has its id and its BPM in the request', async () => {
		const sent: unknown[] = [];
		const requests = createRequests(async (path, {method, headers, body}) => {
			sent.push([path, method, new Headers(headers).get('idempotency-key'), body]);
			return new Response(formatBlock(chain[1]!), {status: 201});
		});
		await requests.addReading('an-id-of-16-char', 72);
		expect(sent).toEqual([['/', 'POST', 'an-id-of-16-char', '{"BPM":72}']]);
	});
});

describe('blocks that are asked for', () => {
	test('come with the height of the chain', async () => {
		const body = `{"blocks":[${chain.map(formatBlock).join()}],"from":0,"height":2,"next":null}`;
		expect(await askHub(200, body).readBlocks(0, 100)).toEqual({blocks: chain, height: 2});
	});

	test.each([
		[200, '{"blocks":[],"height":"2"}', 'Error: The hub sent blocks that are none'],
		[
			200,
			`{"blocks":[${formatBlock(chain[0]!)},${formatBlock(chain[1]!)}],"height":2}`,
			'blocks that are none',
		],
		[200, '{"blocks":[{"Index":0}],"height":2}', 'blocks that are none'],
		[503, error, 'Error: What the hub? says.'],
	])('may not come, which is told: %i %s', async (status, body, message) => {
		await expect(askHub(status, body).readBlocks(0, 1)).rejects.toThrow(message.replace('Error: ', ''));
	});
});
