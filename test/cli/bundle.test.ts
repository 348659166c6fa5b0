import {build, type Metafile} from 'esbuild';
import {beforeAll, expect, it} from 'vitest';
import {programOptions} from '../../scripts/build-options.mjs';

let outputs: Metafile['outputs'];

beforeAll(async () => {
	outputs = (await build({...programOptions, write: false})).metafile.outputs;
});

/** The packages and own files that a chunk loads at once, with everything it imports in turn. */
function findLoaded(entryPoint: string): ReadonlySet<string> {
	const loaded = new Set<string>();
	const seen = new Set<string>();
	const visit = (name: string) => {
		if (seen.has(name)) return;
		seen.add(name);
		const {inputs, imports} = outputs[name]!;
		for (const input of Object.keys(inputs))
			loaded.add(input.replace(/^.*node_modules\/((?:@[^/]+\/)?[^/]+).*$/, '$1'));
		for (const {path, kind, external} of imports) if (kind === 'import-statement' && !external) visit(path);
	};
	const [name] = Object.entries(outputs).find(([, output]) => output.entryPoint === entryPoint) ?? [];
	visit(name!);
	return loaded;
}

it('what runs before a command loads no package, no hub and no client', () => {
	const loaded = [...findLoaded('src/cli.ts')];

	expect(loaded).toContain('src/cli/program.ts');
	// What the build itself adds is no part of them.
	expect(loaded.filter(name => !/^(?:src\/(?:cli|core)[/.]|scripts\/)/.test(name))).toEqual([]);
});

it.each([
	'src/server/serve.ts',
	'src/relay/open-front.ts',
	'src/client/headless/send.ts',
	'src/client/headless/log.ts',
	'src/client/connect.tsx',
])('%s loads neither Ink nor React', entry => {
	const loaded = findLoaded(entry);

	expect(loaded).toContain(entry);
	expect([...loaded].filter(name => /^(?:ink|react|yargs|yoga)/.test(name))).toEqual([]);
});

it('a hub that is no front loads nothing of fronts and of clients', () => {
	expect(
		[...findLoaded('src/server/serve.ts')].filter(name => /^src\/(?:relay|client)\//.test(name)),
	).toEqual([]);
	expect([...findLoaded('src/relay/open-front.ts')]).toContain('src/client/hub-link.ts');
});

it('the hub loads nothing that serves HTTP before it is asked to', () => {
	const packages = /^(?:fastify|ajv|avvio|find-my-way|light-my-request|prom-client|@fastify\/.*)$/;
	expect([...findLoaded('src/server/serve.ts')].filter(name => packages.test(name))).toEqual([]);
	expect([...findLoaded('src/server/http/http-service.ts')]).toEqual(
		expect.arrayContaining(['fastify', 'find-my-way']),
	);
});

it('the full-screen client loads Ink and React, so that the tests above could fail', () => {
	expect([...findLoaded('src/client/terminal-session.tsx')]).toEqual(
		expect.arrayContaining(['ink', 'react']),
	);
});
