import {build} from 'esbuild';
import {expect, it} from 'vitest';
import {binOptions} from '../../scripts/build-options.mjs';
import {checkGenerated} from '../../scripts/check/generated.ts';
import {readSources} from '../../scripts/check/source.ts';
import {checkStyle, formatProblem} from '../../scripts/check/style.ts';
import {generatedDocs, readDoc} from '../../scripts/docs.ts';

it('keeps its own rules in every file', () => {
	const sources = readSources();

	expect(sources.map(({path}) => path)).toContain('src/bchain.ts');
	expect(checkStyle(sources).map(formatProblem)).toEqual([]);
});

it('has fresh generated documents', async () => {
	expect((await checkGenerated(generatedDocs, readDoc)).map(formatProblem)).toEqual([]);
});

it('builds a bin that loads nothing before it has looked at the Node version', async () => {
	const {metafile} = await build({...binOptions, write: false});

	expect(metafile.outputs['dist/bchain.js']?.imports).toEqual([
		{path: './cli.js', kind: 'dynamic-import', external: true},
	]);
});
