import {expect, it} from 'vitest';
import {hubLine, parseHubMessage} from '../../src/core/live-message.ts';
import {formatQueued, isQueuedAnswer} from '../../src/core/queued.ts';

const id = 'reading-0000000001';

it('says in plain mode how many wait, and how it goes on', () => {
	expect(formatQueued({id, waiting: 1}, 'It goes on.')).toBe(
		'Queued: not on the chain yet, 1 reading waits here. It goes on.',
	);
	expect(formatQueued({id, waiting: 3}, 'It goes on.')).toBe(
		'Queued: not on the chain yet, 3 readings wait here. It goes on.',
	);
});

it('is told from a refusal by its beginning', () => {
	expect(isQueuedAnswer(formatQueued({id, waiting: 1}, ''))).toBe(true);
	expect(isQueuedAnswer('Not added: 3 readings wait for the hub at a:1 already.')).toBe(false);
});

it('is one line in live mode', () => {
	const line = hubLine.queued({id, waiting: 3});
	expect(line).toBe('{"queued":{"id":"reading-0000000001","waiting":3}}\n');
	expect(parseHubMessage(line.trim())).toEqual({ok: true, message: {kind: 'queued', id, waiting: 3}});
	expect(parseHubMessage('{"queued":{"id":"short","waiting":3}}').ok).toBe(false);
	expect(parseHubMessage(`{"queued":{"id":"${id}","waiting":-1}}`).ok).toBe(false);
});
