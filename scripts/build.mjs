/**
 * Builds dist/: the bin, and the program in chunks, so that a command loads only what it needs.
 * Plain JavaScript, because it runs at `prepare` and must not mind an older Node.
 */
import {chmod, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {build} from 'esbuild';
import {binOptions, programOptions, root, workerOptions} from './build-options.mjs';
import {buildPage} from './build-page.mjs';

/** The licence texts of the packages whose code is in the bundle. */
async function collectLicences(inputs) {
	const folders = inputs.flatMap(input => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
	const texts = [...new Set(folders)].sort().map(async folder => {
		const files = await readdir(root + folder);
		const {name, version, license} = JSON.parse(await readFile(`${root}${folder}/package.json`, 'utf8'));
		const file = files.find(each => /^licen[cs]e/i.test(each));
		const text = file ? await readFile(`${root}${folder}/${file}`, 'utf8') : `License: ${license}`;
		return `${name} ${version}\n\n${text.trim()}\n`;
	});
	return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

const started = performance.now();
await rm(`${root}dist`, {recursive: true, force: true});
const builds = await Promise.all([
	build(programOptions),
	build(workerOptions),
	build(binOptions),
	buildPage(),
]);
await writeFile(
	`${root}dist/THIRD-PARTY-LICENSES.txt`,
	await collectLicences(builds.flatMap(({metafile}) => Object.keys(metafile.inputs))),
);
await chmod(`${root}dist/bchain.js`, 0o755);

const outputs = builds.flatMap(({metafile}) => Object.values(metafile.outputs));
const kilobytes = Math.round(outputs.reduce((sum, {bytes}) => sum + bytes, 0) / 1000);
const milliseconds = Math.round(performance.now() - started);
console.log(`dist/: ${outputs.length} modules, ${kilobytes} kB, built in ${milliseconds} ms`);
