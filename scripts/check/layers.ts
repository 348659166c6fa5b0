/** Which layer may import what. */
import {posix} from 'node:path';
import {findImports, type Problem, type Source} from './source.ts';

type Layer = {
	readonly folder: string;
	/** The folders of src whose modules it may import. */
	readonly mayImport: readonly string[];
	/** Says what is wrong with a package or a module of Node, if anything. */
	readonly refuses: (name: string) => string | undefined;
};

const pure = new Set(['node:crypto', 'node:buffer']);
const screen = /^(?:ink|react)(?:$|[-/])/;
const forBrowsers = /^(?:react|react-dom|@noble\/hashes)(?:$|\/)/;

const layers: readonly Layer[] = [
	{
		folder: 'src/core/',
		mayImport: ['src/core/'],
		refuses: name =>
			pure.has(name) ? undefined : 'core is pure: pass in what is needed, or move this to server or client',
	},
	{
		folder: 'src/server/',
		mayImport: ['src/core/', 'src/server/'],
		refuses: name =>
			screen.test(name) ? 'the hub loads neither Ink nor React: move this to src/client' : undefined,
	},
	{
		folder: 'src/relay/',
		mayImport: [
			'src/core/',
			'src/server/',
			'src/client/link/',
			'src/client/memory/',
			'src/client/chain-columns.ts',
			'src/client/hub-link.ts',
			'src/client/link-event.ts',
			'src/client/reading-id.ts',
			'src/relay/',
		],
		refuses: name => (screen.test(name) ? 'a front has no screen' : undefined),
	},
	{folder: 'src/client/', mayImport: ['src/core/', 'src/client/'], refuses: () => undefined},
	// Its hubs are processes of their own: nothing of the server is in it.
	{folder: 'src/lab/', mayImport: ['src/core/', 'src/client/', 'src/lab/'], refuses: () => undefined},
	{
		folder: 'src/page/',
		mayImport: ['src/core/', 'src/page/'],
		refuses: name =>
			forBrowsers.test(name) ? undefined : 'the page runs in browsers: only React and hashes are there',
	},
];

/** The imports that a layer may not make. Modules directly in src/ bind the layers together and may import all. */
export function checkLayers(source: Source): readonly Problem[] {
	const layer = layers.find(({folder}) => source.path.startsWith(folder));
	if (!layer) return [];
	return findImports(source).flatMap(({specifier, line}) => {
		const fault =
			specifier === undefined
				? 'write the name as a literal, so that layers can be checked'
				: refuse(layer, source, specifier);
		const what = specifier === undefined ? 'a computed import' : `imports ${specifier}`;
		return fault ? [{path: source.path, line, message: `${what}: ${fault}`}] : [];
	});
}

function refuse(layer: Layer, source: Source, specifier: string): string | undefined {
	if (!specifier.startsWith('.')) return layer.refuses(specifier);
	const target = posix.join(posix.dirname(source.path), specifier);
	if (layer.mayImport.some(folder => target.startsWith(folder))) return undefined;
	return `${layer.folder} may import only ${layer.mayImport.join(' and ')}: move what both need to src/core`;
}
