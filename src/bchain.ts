#!/usr/bin/env node
/**
 * The bin: checks the Node version before anything else is loaded, then hands over to cli.ts.
 *
 * No static imports here, and only syntax that an old Node can read: the build compiles this file by itself
 * (see scripts/build.mjs), so that an old Node gets a sentence instead of a syntax error.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

function refuse(): void {
	process.stderr.write(
		`bchain needs Node 22.13 or newer, and this is Node ${process.versions.node}: ` +
			'install a newer Node (https://nodejs.org), or inside a checkout of bchain run it as "npx bchain" ' +
			'(run "npm ci" there first).\n',
	);
	process.exitCode = 1;
}

async function start(): Promise<void> {
	process.env.NODE_ENV ||= 'production';
	// Ink's colours listen to FORCE_COLOR alone, and only while they are being loaded.
	if (process.env.NO_COLOR && process.env.FORCE_COLOR === undefined) process.env.FORCE_COLOR = '0';
	// .js, not .ts: this specifier stays as it is in the built file, beside which dist/cli.js lies.
	const {main} = await import('./cli.js');
	await main(process.argv.slice(2));
}

if (major > 22 || (major === 22 && minor >= 13)) start();
else refuse();
