import {printable} from '../../core/printable.ts';
import {type AskedHub, askHub} from './question.ts';

/** A value of a status; null: not known. Texts are safe to show. */
export type StatusValue = string | number | boolean | null;

/** What a hub says of itself, under the names of `/status`. */
export type StatusValues = Readonly<Record<string, StatusValue>>;

export type StatusAnswer =
	| {readonly ok: true; readonly status: StatusValues}
	/** A sentence. */
	| {readonly ok: false; readonly reason: string};

/** Names in an answer, and what one looks like. */
const namesMax = 200;
const nameShape = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

/** Asks a hub how it does and leaves: see `askHub`. */
export async function readHubStatus(hub: AskedHub): Promise<StatusAnswer> {
	const reply = await askHub(hub, {
		command: '/status',
		what: 'say how it does',
		read: ({status}) => readValues(status),
		readText: text => readValues(parseLines(text)),
	});
	return reply.ok ? {ok: true, status: reply.value} : reply;
}

/** The values of an answer of plain mode, `name: value` a line, as they are in live mode. */
function parseLines(text: string): Readonly<Record<string, StatusValue>> | null {
	const lines = text.split('\n');
	const pairs = lines.flatMap(line => {
		const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? [];
		return name === '' ? [] : [[name, parseValue(value)] as const];
	});
	return pairs.length === lines.length ? Object.fromEntries(pairs) : null;
}

/** No text of a status looks like a number, a hash being longer than any. */
function parseValue(text: string): StatusValue {
	if (text === 'none') return null;
	if (/^(?:true|false)$/.test(text)) return text === 'true';
	return /^-?\d{1,15}(?:\.\d{1,3})?$/.test(text) ? Number(text) : text;
}

/** The values whose names and kinds are as agreed; null where that is no status. */
function readValues(status: unknown): StatusValues | null {
	if (typeof status !== 'object' || status === null || Array.isArray(status)) return null;
	const values: Record<string, StatusValue> = {};
	for (const [name, value] of Object.entries(status).slice(0, namesMax)) {
		if (!nameShape.test(name)) continue;
		if (typeof value === 'string') values[name] = printable(value);
		else if (typeof value === 'boolean' || value === null || Number.isFinite(value)) values[name] = value;
	}
	return values;
}
