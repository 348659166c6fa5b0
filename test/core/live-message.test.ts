import {describe, expect, test} from 'vitest';
import {formatBlock} from '../../src/core/block.ts';
import {limits} from '../../src/core/limits.ts';
import {hubLine, parseHubMessage, type Welcome} from '../../src/core/live-message.ts';
import {makeChain} from '../support/chains.ts';

const hash = 'a'.repeat(64);
const id = '0123456789abcdef';
const chain = makeChain([72, 80]);
const texts = chain.map(formatBlock);
const welcome: Welcome = {
	version: 1,
	hub: 'bchain/0.1.0',
	ledger: 'Zz09_-',
	durable: true,
	genesis: hash,
	height: 17,
	tip: 'b'.repeat(64),
	range: [1, 999],
	reorgLimit: 0,
	broadcastMs: 30_000,
};

const messageOf = (line: string): unknown => {
	const parsed = parseHubMessage(line);
	return parsed.ok ? parsed.message : parsed.reason;
};

describe('a message of a hub', () => {
	const table: readonly [line: string, bytes: string, message: unknown][] = [
		[
			hubLine.welcome(welcome),
			`{"welcome":{"version":1,"hub":"bchain/0.1.0","ledger":"Zz09_-","durable":true,"genesis":"${hash}","height":17,"tip":"${welcome.tip}","range":[1,999],"reorgLimit":0,"broadcastMs":30000}}\n`,
			{kind: 'welcome', welcome},
		],
		[hubLine.from(7), '{"from":{"index":7}}\n', {kind: 'from', index: 7}],
		[hubLine.rollback(7), '{"rollback":{"from":7}}\n', {kind: 'rollback', from: 7}],
		[
			hubLine.accepted(7, hash),
			`{"accepted":{"index":7,"hash":"${hash}"}}\n`,
			{kind: 'accepted', index: 7, hash},
		],
		[
			hubLine.accepted(7, hash, id),
			`{"accepted":{"index":7,"hash":"${hash}","id":"${id}"}}\n`,
			{kind: 'accepted', index: 7, hash, id},
		],
		[
			hubLine.refused('abc', '"abc" is not a whole number.'),
			'{"refused":{"line":"abc","reason":"\\"abc\\" is not a whole number."}}\n',
			{kind: 'refused', line: 'abc', reason: '"abc" is not a whole number.'},
		],
		[
			hubLine.refused('abc', 'no', id),
			`{"refused":{"line":"abc","reason":"no","id":"${id}"}}\n`,
			{kind: 'refused', line: 'abc', reason: 'no', id},
		],
		[hubLine.moved(id, 7), `{"moved":{"id":"${id}","index":7}}\n`, {kind: 'moved', id, index: 7}],
		[hubLine.answer({height: 7}), '{"answer":{"height":7}}\n', {kind: 'answer', answer: {height: 7}}],
		[
			hubLine.status({connections: 3, peers: [], uptimeMs: 5}),
			'{"status":{"connections":3,"peers":[],"uptimeMs":5}}\n',
			{kind: 'status', status: {connections: 3, peers: [], uptimeMs: 5}},
		],
		[hubLine.bye('restarting'), '{"bye":{"reason":"restarting"}}\n', {kind: 'bye', reason: 'restarting'}],
	];

	test.each(table)('%s', (line, bytes, message) => {
		expect(line).toBe(bytes);
		expect(messageOf(bytes.slice(0, -1))).toEqual(message);
	});

	test.each(table)('with keys that nobody knows yet is the same: %s', (_line, bytes, message) => {
		const more = bytes.slice(0, -1).replace(/^(\{"[a-z]+":)\{/, '$1{"new":{"x":[1]},');
		if (!bytes.startsWith('{"answer"')) expect(messageOf(more)).toEqual(message);
		expect(messageOf(bytes.slice(0, -2).concat(',"new":1}'))).toEqual(message);
	});

	test.each([
		'{}',
		'{"new":{"a":1}}',
		'{"new":null}',
		'{"toString":{}}',
		'{"__proto__":{"from":{"index":1}}}',
	])('%s is unknown and no fault', line => {
		expect(messageOf(line)).toEqual({kind: 'unknown'});
	});

	test.each([
		['', 'a line is not JSON: '],
		['no', 'a line is not JSON: no'],
		['{"from":{"index":1}', 'a line is not JSON: {"from":{"index":1}'],
		['\x1b[2J', 'a line is not JSON: ?[2J'],
		['[]', 'a line is not a JSON object'],
		['null', 'a line is not a JSON object'],
		['7', 'a line is not a JSON object'],
		['"x"', 'a line is not a JSON object'],
	])('%j is none', (line, reason) => {
		expect(messageOf(line)).toBe(reason);
	});
});

describe('a known message with a wrong field is a fault', () => {
	const notIndexes = [undefined, null, -1, 1.5, 2 ** 53, '7', true, [], {}];
	const notTexts = [undefined, null, 7, true, [], {}];
	const notHashes = [...notTexts, '', hash.slice(1), hash.toUpperCase(), `${hash}0`];
	const notIds = [null, 7, '', '0123456789abcde', 'x'.repeat(65), '0123456789abcde\n', [], {}];
	const bodies: Readonly<
		Record<string, {body: Record<string, unknown>; wrong: Record<string, readonly unknown[]>}>
	> = {
		welcome: {
			body: {...welcome},
			wrong: {
				version: notIndexes,
				hub: notTexts,
				ledger: [...notTexts, '', 'a b', 'x'.repeat(65), 'é', '\x1b'],
				durable: [undefined, null, 0, 1, 'true', {}],
				genesis: notHashes,
				height: notIndexes,
				tip: notHashes,
				range: [
					undefined,
					null,
					7,
					[],
					[1],
					[1, 2, 3],
					[2, 1],
					[1.5, 2],
					['1', '2'],
					[1, 2 ** 31],
					[-(2 ** 31) - 1, 2],
				],
				reorgLimit: notIndexes,
				broadcastMs: notIndexes,
			},
		},
		from: {body: {index: 1}, wrong: {index: notIndexes}},
		rollback: {body: {from: 1}, wrong: {from: notIndexes}},
		accepted: {body: {index: 1, hash, id}, wrong: {index: notIndexes, hash: notHashes, id: notIds}},
		refused: {body: {line: 'x', reason: 'y', id}, wrong: {line: notTexts, reason: notTexts, id: notIds}},
		moved: {body: {id, index: 1}, wrong: {id: [undefined, ...notIds], index: notIndexes}},
		status: {
			body: {connections: 1, peers: ['a'], uptimeMs: 1},
			wrong: {
				connections: notIndexes,
				peers: [undefined, null, 'a', {}, Array(limits.statusPeersMax + 1).fill('a')],
				uptimeMs: notIndexes,
			},
		},
		bye: {body: {reason: 'x'}, wrong: {reason: notTexts}},
	};

	for (const [name, {body, wrong}] of Object.entries(bodies)) {
		test(name, () => {
			const reason = `its "${name}" message does not have the agreed shape`;
			expect(parseHubMessage(JSON.stringify({[name]: body})).ok).toBe(true);
			expect(Object.keys(wrong).sort()).toEqual(Object.keys(body).sort());
			for (const [field, values] of Object.entries(wrong)) {
				for (const value of values) {
					const line = JSON.stringify({[name]: {...body, [field]: value}});
					expect(messageOf(line), line).toBe(reason);
				}
			}
			for (const value of [null, 7, 'x', [], true]) {
				expect(messageOf(JSON.stringify({[name]: value}))).toBe(reason);
			}
		});
	}

	test.each([
		[72, 72],
		[-(2 ** 31), 2 ** 31 - 1],
	])('but a range from %d to %d is none', (min, max) => {
		expect(messageOf(hubLine.welcome({...welcome, range: [min, max]}))).toMatchObject({
			welcome: {range: [min, max]},
		});
	});

	test('an answer that is no object', () => {
		expect(messageOf('{"answer":[1]}')).toBe('its "answer" message does not have the agreed shape');
	});
});

test('texts for people are safe to show', () => {
	const evil = '\x1b[2J\u202e\n';
	expect(messageOf(JSON.stringify({bye: {reason: evil}}))).toEqual({kind: 'bye', reason: '?[2J??'});
	expect(messageOf(JSON.stringify({refused: {line: evil, reason: evil}}))).toEqual({
		kind: 'refused',
		line: '?[2J??',
		reason: '?[2J??',
	});
	expect(messageOf(JSON.stringify({welcome: {...welcome, hub: evil}}))).toMatchObject({
		welcome: {hub: '?[2J??'},
	});
});

describe('blocks', () => {
	const line = (blocks: string, rest = ''): string => `{"blocks":[${blocks}]${rest}}`;

	test('are read in their order', () => {
		expect(messageOf(line(texts.join(',')))).toEqual({kind: 'blocks', blocks: chain});
		expect(messageOf(line(texts[1]!))).toEqual({kind: 'blocks', blocks: [chain[1]]});
	});

	test('may be followed by keys that nobody knows yet', () => {
		expect(messageOf(line(texts[0]!, ',"new":{"a":[1]}'))).toEqual({
			kind: 'blocks',
			blocks: [chain[0]],
		});
	});

	const one = texts[1]!;
	const malformed = 'a block is malformed: ';
	const canonical = 'it is not in canonical form: written again it gives other bytes';
	const keys = 'its keys are not exactly Index, Timestamp, BPM, Hash, PrevHash';
	const message = 'a "blocks" message is not in canonical form';
	test.each<[name: string, text: string, reason: string]>([
		['a key twice', line(one.replace('"BPM":72', '"BPM":7,"BPM":72')), malformed + canonical],
		['an exponent', line(one.replace(':72,', ':7.2e1,')), malformed + canonical],
		['a space', line(one.replace(':72', ': 72')), malformed + canonical],
		['another key', line(one.replace('}', ',"x":1}')), malformed + keys],
		['another order', line(one.replace('"Index":1,', '').replace('}', ',"Index":1}')), malformed + keys],
		[
			'upper-case hexadecimals',
			line(one.replace(/"Hash":"\w+"/, `"Hash":"${hash.toUpperCase()}"`)),
			`${malformed}Hash is not 64 lower-case hexadecimal digits`,
		],
		[
			'an escape sequence in the timestamp',
			line(one.replace('2026', '\\u001b[2J')),
			`${malformed}Timestamp is not of the form 2026-11-20T05:01:37.390Z`,
		],
		[
			'a tutorial timestamp',
			line(one.replace(/"2026[^"]*"/, '"2026-11-20 04:25:52.2 +0000 UTC m=+1.5"')),
			`${malformed}Timestamp is not of the form 2026-11-20T05:01:37.390Z`,
		],
		[
			'a BPM of 64 bits',
			line(one.replace(':72,', ':9223372036854775807,')),
			`${malformed}BPM is not within -2^31 to 2^31-1`,
		],
		['a space between blocks', line(`${texts[0]}, ${one}`), malformed + canonical],
		['a comma at the end', line(`${one},`), `${malformed}it is not JSON`],
		['no block', line(''), `${malformed}it is not JSON`],
		['half a block', `{"blocks":[${one.slice(0, 50)}`, `${malformed}it is not JSON`],
		['no end', `{"blocks":[${one}`, message],
		['no end of the object', `{"blocks":[${one}]`, message],
		['something after it', `${line(one)}x`, message],
		['a space after it', `${line(one)} `, message],
		['a comma after the array', line(one, ','), message],
		['a key without a value', line(one, ',"x"'), message],
		['its own key twice', line(one, `,"blocks":[${one}]`), message],
		['a space before the array', `{"blocks": [${one}]}`, message],
		['another key before it', `{"x":1,"blocks":[${one}]}`, message],
		['no array', '{"blocks":{}}', message],
	])('with %s are refused', (_name, text, reason) => {
		expect(messageOf(text)).toBe(reason);
	});

	test('with any one character changed, missing or added are refused or another block, never the same', () => {
		const whole = line(one);
		for (let at = '{"blocks":['.length; at < whole.length; at++) {
			for (const change of ['', ' ', '"', ',', '}', '0', 'x', '\u0000', whole[at]! + whole[at]]) {
				const changed = whole.slice(0, at) + change + whole.slice(at + 1);
				if (changed === whole) continue;
				const parsed = parseHubMessage(changed);
				if (!parsed.ok) continue;
				expect(parsed.message.kind, changed).toBe('blocks');
				if (parsed.message.kind === 'blocks') {
					expect(line(parsed.message.blocks.map(formatBlock).join())).toBe(changed);
				}
			}
		}
	});
});
