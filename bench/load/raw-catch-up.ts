/**
 * The floor of catching up: `node raw-catch-up.ts '{"port":9000,"height":999999}'` asks a hub for its whole chain, parses
 * every line, hashes every block, and does nothing else. Prints the milliseconds from before it connects.
 */
import {hash} from 'node:crypto';
import {connect} from 'node:net';

interface RawBlock {
	readonly Index: number;
	readonly Timestamp: string;
	readonly BPM: number;
	readonly Hash: string;
	readonly PrevHash: string;
}

const {port, height} = JSON.parse(process.argv[2]!) as {port: number; height: number};
const startedMs = performance.now();
const socket = connect({port, host: '127.0.0.1'});
socket.setEncoding('utf8');
socket.write('/live\n/from 0\n');
let rest = '';
let newest = -1;
for await (const chunk of socket as AsyncIterable<string>) {
	const lines = (rest + chunk).split('\n');
	rest = lines.pop()!;
	for (const line of lines) if (line.startsWith('{"blocks":')) takeBlocks(line);
	if (newest >= height) break;
}
console.log(performance.now() - startedMs);

function takeBlocks(line: string): void {
	const {blocks} = JSON.parse(line) as {blocks: readonly RawBlock[]};
	for (const {Index, Timestamp, BPM, Hash, PrevHash} of blocks) {
		if (hash('sha256', `${Index}${Timestamp}${BPM}${PrevHash}`) !== Hash) throw new Error(`block ${Index}`);
		newest = Index;
	}
}
