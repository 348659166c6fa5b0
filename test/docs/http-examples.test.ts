/** The examples of what the hub answers over HTTP, as they are written, with the machine's own curl. */
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {expect, it, onTestFinished} from 'vitest';
import {defaults} from '../../src/core/limits.ts';
import {startHub} from '../../src/server/serve.ts';
import {requireProgram} from '../support/needs.ts';
import {readBlocks, readExchanges, toPattern} from '../support/transcripts.ts';

const documents = ['README.md', 'docs/protocol.md', 'docs/operations.md'];
const run = promisify(execFile);

/** Examples with curl, and not those of other programs. */
function readExamples(document: string) {
	const blocks = readBlocks(new URL(`../../${document}`, import.meta.url), 'console');
	return blocks.filter(({text}) => text.startsWith('$ curl '));
}

for (const document of documents) {
	for (const {line, text} of readExamples(document)) {
		it(`the example at line ${line} of ${document} runs as it is written`, async ({skip}) => {
			requireProgram('curl', {skip});
			const http = {host: '127.0.0.1', port: 0, allowHosts: [], streamsMax: 10};
			const hub = await startHub({...defaults, host: '127.0.0.1', port: 0, data: null, http});
			onTestFinished(() => hub.stop('the test is over'));
			for (const {typed, expected} of readExchanges(text, '$ ')) {
				if (typed === null) continue;
				const command = typed
					.replace(/^curl /, 'curl --silent --show-error --max-time 5 ')
					.replaceAll('localhost:8080', `127.0.0.1:${hub.httpAddress!.port}`);
				const {stdout} = await run('sh', ['-c', command]);
				expect(stdout.replace(/\n$/, '')).toMatch(toPattern(expected.join('\n')));
			}
		});
	}
}

it('there are such examples', () => {
	expect(readExamples('docs/protocol.md')).not.toEqual([]);
});
