import {afterEach, expect, test} from 'vitest';
import {defaults} from '../../src/core/limits.ts';
import {startHub} from '../../src/server/serve.ts';
import {connectSocket} from '../support/socket-client.ts';
import {readBlocks, readExchanges, toPattern} from '../support/transcripts.ts';

const documents = ['README.md', 'docs/protocol.md', 'docs/operations.md'];
const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function connectToFreshHub() {
	const hub = await startHub({...defaults, host: '127.0.0.1', port: 0, data: null});
	const client = await connectSocket(hub.port);
	cleanUps.push(
		() => client[Symbol.asyncDispose](),
		() => hub.stop('the test is over'),
	);
	return client;
}

for (const document of documents) {
	for (const {line, text} of readBlocks(new URL(`../../${document}`, import.meta.url), 'session')) {
		test(`the session at line ${line} of ${document} runs as it is written`, async () => {
			const client = await connectToFreshHub();
			for (const {typed, expected} of readExchanges(text, '> ')) {
				if (typed !== null) client.write(`${typed}\n`);
				// A prompt stands open; every other text ends its line.
				const end = expected.at(-1) === 'Enter a new BPM:' ? '' : '\n';
				const pattern = toPattern(expected.join('\n') + end);
				await client.until(new RegExp(pattern.source, 's'));
				expect(client.unread()).toBe('');
			}
		});
	}
}
