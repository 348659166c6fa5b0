/** `npm start`: `bchain node`, or one sentence where nothing was built yet. Plain JavaScript, for any Node. */
import {existsSync} from 'node:fs';

const bin = new URL('../dist/bchain.js', import.meta.url);

if (existsSync(bin)) {
	process.argv.splice(2, 0, 'node');
	await import(bin.href);
} else {
	process.stderr.write('bchain is not built here yet: run "npm ci" first.\n');
	process.exitCode = 1;
}
