/** What the style rules know of a source file: its syntax tree, and the names of the modules that it reaches. */
import {globSync, readFileSync} from 'node:fs';
import {type ESTree, parseSync} from 'vite';
import {root} from '../build-options.mjs';

export type Node = ESTree.Node;

/** A file of the project; `path` is relative to the checkout, with forward slashes. */
export type Source = {readonly path: string; readonly text: string};

/** A broken rule; `line` counts from 1, and `message` says what to do about it. */
export type Problem = {readonly path: string; readonly line: number; readonly message: string};

/** A node of the tree, with the nodes around it from the innermost outwards. */
export type Visit = (node: Node, around: readonly Node[]) => void;

/** Every source file of the project, in the order of their paths. */
export function readSources(): readonly Source[] {
	return globSync('{src,test,bench,scripts}/**/*.{ts,tsx,mjs,mts}', {cwd: root})
		.map(path => path.replaceAll('\\', '/'))
		.sort()
		.map(path => ({path, text: readFileSync(root + path, 'utf8')}));
}

/** Shows every node of the file to `visit`, parents first. A file that does not parse throws. */
export function walk(source: Source, visit: Visit): void {
	const {program, errors} = parseSync(source.path, source.text);
	if (errors[0]) throw new Error(`${source.path} does not parse: ${errors[0].message}`);
	walkNode(program, [], visit);
}

function walkNode(node: Node, around: readonly Node[], visit: Visit): void {
	visit(node, around);
	const inner = [node, ...around];
	for (const child of Object.values(node).flat()) if (isNode(child)) walkNode(child, inner, visit);
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The line of an offset into the file, counted from 1. */
export function lineAt(source: Source, offset: number): number {
	return source.text.slice(0, offset).split('\n').length;
}

/**
 * An import of any kind: `specifier` is undefined where it is computed while the program runs. One that `isType` is
 * gone by then.
 */
export type Import = {
	readonly specifier: string | undefined;
	readonly line: number;
	readonly isType: boolean;
};

/** Every import, export-from, `import()`, `require()` and `import('…')` type of the file. */
export function findImports(source: Source): readonly Import[] {
	const imports: Import[] = [];
	walk(source, node => {
		const from = readOrigin(node);
		if (!from) return;
		const specifier = from.type === 'Literal' && typeof from.value === 'string' ? from.value : undefined;
		imports.push({specifier, line: lineAt(source, node.start), isType: isTypeOnly(node)});
	});
	return imports;
}

function isTypeOnly(node: Node): boolean {
	if (node.type === 'ImportDeclaration') return node.importKind === 'type';
	if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration')
		return node.exportKind === 'type';
	return node.type === 'TSImportType';
}

function readOrigin(node: Node): Node | null | undefined {
	switch (node.type) {
		case 'ImportDeclaration':
		case 'ExportNamedDeclaration':
		case 'ExportAllDeclaration':
		case 'ImportExpression':
		case 'TSImportType':
			return node.source;
		case 'CallExpression':
			return node.callee.type === 'Identifier' && node.callee.name === 'require'
				? node.arguments[0]
				: undefined;
		default:
			return undefined;
	}
}
