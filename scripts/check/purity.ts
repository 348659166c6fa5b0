/** What core may not touch, and who may end the process. */
import {lineAt, type Node, type Problem, type Source, walk} from './source.ts';

/** The globals through which the clock, the timers, the terminal and the surroundings would get into core. */
const impure = new Set([
	'console',
	'fetch',
	'global',
	'globalThis',
	'performance',
	'process',
	'queueMicrotask',
	'setImmediate',
	'setInterval',
	'setTimeout',
]);

/** Uses of the clock, timers, console or process in src/core. `new Date(milliseconds)` and `Date.parse` are fine. */
export function checkPurity(source: Source): readonly Problem[] {
	if (!source.path.startsWith('src/core/')) return [];
	const problems: Problem[] = [];
	walk(source, (node, around) => {
		const name = findImpurity(node, around);
		if (name === undefined) return;
		const message = `${name} in core: take the value as an argument instead`;
		problems.push({path: source.path, line: lineAt(source, node.start), message});
	});
	return problems;
}

function findImpurity(node: Node, around: readonly Node[]): string | undefined {
	if (isMember(node, 'Date', 'now')) return 'Date.now';
	if (isMember(node, 'Math', 'random')) return 'Math.random';
	if (node.type === 'NewExpression' && isNamed(node.callee, 'Date') && node.arguments.length === 0)
		return 'new Date()';
	if (node.type === 'CallExpression' && isNamed(node.callee, 'Date')) return 'Date()';
	if (node.type === 'Identifier' && impure.has(node.name) && !isKey(node, around[0])) return node.name;
	return undefined;
}

/** Calls of process.exit anywhere in src but src/cli.ts. */
export function checkExit(source: Source): readonly Problem[] {
	if (!source.path.startsWith('src/') || source.path === 'src/cli.ts') return [];
	const problems: Problem[] = [];
	walk(source, node => {
		if (!isMember(node, 'process', 'exit')) return;
		const message =
			'process.exit outside src/cli.ts: return, or throw a BchainError, and let cli.ts end the process';
		problems.push({path: source.path, line: lineAt(source, node.start), message});
	});
	return problems;
}

function isNamed(node: Node, name: string): boolean {
	return node.type === 'Identifier' && node.name === name;
}

function isMember(node: Node, object: string, property: string): boolean {
	return node.type === 'MemberExpression' && isNamed(node.object, object) && isNamed(node.property, property);
}

/** Whether the identifier only names a property, as in `lines.process` and `{process: 1}`. */
function isKey(node: Node, parent: Node | undefined): boolean {
	if (!parent) return false;
	if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed;
	return 'key' in parent && parent.key === node;
}
