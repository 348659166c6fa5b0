/**
 * Builds dist/page/: what a hub serves to browsers. One script and one style sheet, named by what is in them, so that
 * browsers may keep them for ever, and index.html, which names them. Plain JavaScript, as build.mjs is.
 */
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';
import {pageOptions, root} from './build-options.mjs';

/** Builds the page; gives esbuild's account of it. */
export async function buildPage() {
	const result = await build(pageOptions);
	const names = Object.keys(result.metafile.outputs).map(output => path.basename(output));
	const find = ending => names.find(name => name.endsWith(ending));
	const html = await readFile(`${root}src/page/index.html`, 'utf8');
	const filled = html.replace('{{script}}', find('.js')).replace('{{style}}', find('.css'));
	await writeFile(`${root}dist/page/index.html`, filled);
	return result;
}
