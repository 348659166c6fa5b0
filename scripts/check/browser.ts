/** What reaches browsers with the page: modules of core, and through them never one of Node. */
import {posix} from 'node:path';
import {findImports, type Import, type Problem, type Source} from './source.ts';

/** The modules of Node that the page would load, each told once, with the way that leads there. */
export function checkBrowser(sources: readonly Source[]): readonly Problem[] {
	const byPath = new Map(sources.map(source => [source.path, source]));
	const problems: Problem[] = [];
	const seen = new Set<string>();
	const follow = (source: Source, way: readonly string[]): void => {
		if (seen.has(source.path)) return;
		seen.add(source.path);
		for (const {specifier, line} of loadedBy(source)) {
			if (specifier.startsWith('node:')) {
				const message = `loads ${specifier}, which browsers do not have, and the page loads this (${[...way, source.path].join(' → ')}): move what the page needs to a module of its own`;
				problems.push({path: source.path, line, message});
			} else if (specifier.startsWith('.')) {
				const target = byPath.get(posix.join(posix.dirname(source.path), specifier));
				if (target) follow(target, [...way, source.path]);
			}
		}
	};
	for (const source of sources) if (source.path.startsWith('src/page/')) follow(source, []);
	return problems;
}

/** What is left of the imports of a module when it runs. */
function loadedBy(source: Source): readonly (Import & {readonly specifier: string})[] {
	return findImports(source).filter(
		(each): each is Import & {readonly specifier: string} => each.specifier !== undefined && !each.isType,
	);
}
