import type {Problem} from './problem.ts';

const get = ['GET', 'HEAD'] as const;

/** The methods that each path takes (protocol section 11). */
export const paths = {
	'/': [...get, 'POST'],
	'/blocks': get,
	'/blocks/:index': get,
	'/tip': get,
	'/status': get,
	'/events': get,
	'/chain.ndjson': get,
	'/openapi.json': get,
	'/page/:name': get,
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Path = keyof typeof paths;

/** Why a request gets nothing: there is nothing at `url`, or not for `method`. */
export function findNothing(method: string, url: string): Problem {
	const path = url.replace(/[?#].*$/s, '');
	const taken = Object.entries(paths).find(([route]) => isAt(path, route))?.[1];
	if (taken === undefined || (taken as readonly string[]).includes(method))
		return {code: 'NOT_FOUND', message: 'There is nothing here: /openapi.json says what there is.'};
	const allow = taken.join(', ');
	return {
		code: 'METHOD_NOT_ALLOWED',
		message: `${method} does nothing here: use ${allow}.`,
		headers: {allow},
	};
}

function isAt(path: string, route: string): boolean {
	const parameter = route.indexOf(':');
	if (parameter < 0) return path === route;
	return path.startsWith(route.slice(0, parameter)) && /^[^/]+$/.test(path.slice(parameter));
}
