/** What `GET /` can give. */
export type Form = 'page' | 'json' | 'text';

const types: Readonly<Record<string, Form>> = {
	'text/html': 'page',
	'application/xhtml+xml': 'page',
	'application/json': 'json',
	'text/plain': 'text',
	'text/*': 'text',
};

/** The form that an `Accept` header names with the most weight. What any type does for gets text, as from the tutorial. */
export function chooseForm(accept = ''): Form {
	const weights = {page: 0, json: 0, text: 0};
	for (const item of accept.split(',')) {
		const [type = '', ...parameters] = item.split(';').map(part => part.trim().toLowerCase());
		const form = types[type];
		if (form) weights[form] = Math.max(weights[form], readWeight(parameters));
	}
	const {page, json, text} = weights;
	if (page > 0 && page >= json && page >= text) return 'page';
	return json > 0 && json >= text ? 'json' : 'text';
}

/** Whether an `Accept-Encoding` header takes gzip. */
export function takesGzip(accept = ''): boolean {
	return accept.split(',').some(item => {
		const [coding, ...parameters] = item.split(';').map(part => part.trim().toLowerCase());
		return coding === 'gzip' && readWeight(parameters) > 0;
	});
}

function readWeight(parameters: readonly string[]): number {
	const weight = parameters.find(parameter => parameter.startsWith('q='));
	return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
}
