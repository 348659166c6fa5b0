/** The project's own style rules, used by `npm run check` and by the tests alike. */
import {checkBrowser} from './browser.ts';
import {checkLayers} from './layers.ts';
import {checkExit, checkPurity} from './purity.ts';
import {checkSize} from './size.ts';
import type {Problem, Source} from './source.ts';

/** Everything that breaks a rule in these files, in their order. */
export function checkStyle(sources: readonly Source[]): readonly Problem[] {
	const each = sources.flatMap(source => [
		...checkLayers(source),
		...checkPurity(source),
		...checkExit(source),
		...checkSize(source),
	]);
	return [...each, ...checkBrowser(sources)];
}

/** A problem as one line that editors and people can follow. */
export function formatProblem({path, line, message}: Problem): string {
	return `${path}:${line} ${message}`;
}
