/** `npm run check`: what continuous integration asks for besides the tests. Every step runs, also after a failure. */
import {spawnSync} from 'node:child_process';
import {root} from './build-options.mjs';
import {checkGenerated} from './check/generated.ts';
import {type Problem, readSources} from './check/source.ts';
import {checkStyle, formatProblem} from './check/style.ts';
import {generatedDocs, readDoc} from './docs.ts';

type Step = {readonly name: string; readonly passes: () => boolean | Promise<boolean>};

const steps: readonly Step[] = [
	{name: 'types', passes: () => runTool('tsc', '-p', '.')},
	{name: 'types of the page', passes: () => runTool('tsc', '-p', 'src/page')},
	{name: 'format and lint', passes: () => runTool('biome', 'check', '--error-on-warnings', '.')},
	{name: 'layers, purity, sizes', passes: () => report(checkStyle(readSources()))},
	{name: 'generated docs', passes: async () => report(await checkGenerated(generatedDocs, readDoc))},
];

function runTool(name: string, ...args: readonly string[]): boolean {
	const {status, error} = spawnSync(`${root}node_modules/.bin/${name}`, args, {cwd: root, stdio: 'inherit'});
	if (error) console.error(`${name} did not start (${error.message}): run "npm ci" first`);
	return status === 0;
}

function report(problems: readonly Problem[]): boolean {
	for (const problem of problems) console.error(formatProblem(problem));
	return problems.length === 0;
}

for (const {name, passes} of steps) {
	const started = performance.now();
	const passed = await passes();
	console.log(`${passed ? '✓' : '✗'} ${name}  ${Math.round(performance.now() - started)} ms`);
	if (!passed) process.exitCode = 1;
}
