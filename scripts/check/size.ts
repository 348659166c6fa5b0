/** How long a file and a function may be. */
import {lineAt, type Node, type Problem, type Source, walk} from './source.ts';

const fileLinesMax = 300;
const functionLinesMax = 70;

/** The file if it has more than 300 lines, and its functions of more than 70. */
export function checkSize(source: Source): readonly Problem[] {
	const problems: Problem[] = [];
	const fileLines = source.text.replace(/\n$/, '').split('\n').length;
	if (fileLines > fileLinesMax) {
		const message = `the file has ${fileLines} lines, at most ${fileLinesMax} are allowed: give a part of it a file of its own`;
		problems.push({path: source.path, line: 1, message});
	}
	walk(source, (node, around) => {
		if (!isFunction(node) || isTestList(node, around[0])) return;
		const line = lineAt(source, node.start);
		const lines = lineAt(source, node.end) - line + 1;
		if (lines <= functionLinesMax) return;
		const message = `the function has ${lines} lines, at most ${functionLinesMax} are allowed: split it`;
		problems.push({path: source.path, line, message});
	});
	return problems;
}

function isFunction(node: Node): boolean {
	return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** The function given to `describe` is a list of tests, each of which is measured by itself. */
function isTestList(node: Node, parent: Node | undefined): boolean {
	if (parent?.type !== 'CallExpression' || parent.callee === node) return false;
	let callee: Node = parent.callee;
	while (callee.type === 'CallExpression') callee = callee.callee;
	if (callee.type === 'MemberExpression') callee = callee.object;
	return callee.type === 'Identifier' && callee.name === 'describe';
}
