/** How esbuild is told to build bchain. Plain JavaScript, as build.mjs is. */
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

/** The folder of the checkout, with a slash at its end. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Yoga carries its WebAssembly in a data: URL and reads it with `fetch` where there is one. In Node that loads
 * a whole HTTP client: a tenth of the time to the first frame. Without `fetch` it decodes the text itself.
 */
const yogaWithoutFetch = {
	name: 'yoga-without-fetch',
	setup({onLoad}) {
		onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path}) => ({
			contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
		}));
	},
};

const common = {
	absWorkingDir: root,
	outdir: 'dist',
	bundle: true,
	format: 'esm',
	platform: 'node',
	metafile: true,
	legalComments: 'eof',
	logLevel: 'warning',
};

/** The bin: a build of its own, without the banner and in old syntax, as it must run far enough to complain. */
export const binOptions = {
	...common,
	entryPoints: ['src/bchain.ts'],
	external: ['./cli.js'],
	target: 'node12.20',
};

/** What the ledger's threads run: a build of its own, so that it splits no chunk of the program any further. */
export const workerOptions = {
	...common,
	entryPoints: [{in: 'src/server/ledgers/sqlite-worker.ts', out: 'ledger-worker'}],
	target: 'node22',
};

/** The page for browsers. A browser that shows the style sheet as it is meant knows this syntax, too. */
export const pageOptions = {
	...common,
	entryPoints: ['src/page/main.tsx', 'src/page/styles/page.css'],
	outdir: 'dist/page',
	entryNames: '[name]-[hash]',
	platform: 'browser',
	target: ['chrome123', 'firefox120', 'safari17.5'],
	jsx: 'automatic',
	minify: true,
	// Told in THIRD-PARTY-LICENSES.txt.
	legalComments: 'none',
	define: {'process.env.NODE_ENV': '"production"'},
	tsconfig: 'src/page/tsconfig.json',
};

/** The program behind the bin. Command modules are dynamic imports, and each becomes a chunk of its own. */
export const programOptions = {
	...common,
	entryPoints: ['src/cli.ts'],
	splitting: true,
	chunkNames: 'chunks/[name]-[hash]',
	target: 'node22',
	jsx: 'automatic',
	alias: {'react-devtools-core': './scripts/no-devtools.mjs'},
	inject: ['./scripts/lazy-segmenter.mjs'],
	define: {
		'Intl.Segmenter': 'LazySegmenter',
		__VERSION__: JSON.stringify(JSON.parse(await readFile(`${root}package.json`, 'utf8')).version),
		'process.env.NODE_ENV': '"production"',
		// Seen from the chunk that starts the threads: see src/server/ledgers/worker-file.ts.
		__LEDGER_WORKER__: '"../ledger-worker.js"',
		// And from the one that serves the page: see src/server/http/page-files.ts.
		__PAGE__: '"../page/"',
		// Ink connects to the React developer tools when DEV=true, which people have set for other programs.
		'process.env.DEV': '"false"',
	},
	// What the bundled CommonJS packages need to reach Node's own modules.
	banner: {
		js: [
			"import {createRequire as createBundleRequire} from 'node:module';",
			'const require = createBundleRequire(import.meta.url);',
		].join('\n'),
	},
	plugins: [yogaWithoutFetch],
};
