import {describe, expect, test} from 'vitest';
import {createPlainStream} from '../../src/core/plain-stream.ts';
import {readVector} from '../support/chains.ts';
import {decode, decodeText} from '../support/plain-streams.ts';
import {bytesOf, splitsOf} from '../support/splits.ts';

const genesis = '{"Index":0,"Timestamp":"t","BPM":0,"Hash":"","PrevHash":""}';
const first = '{"Index":1,"Timestamp":"u","BPM":72,"Hash":"ab","PrevHash":""}';
const genesisEvent = {
	kind: 'block',
	block: {index: 0, timestamp: 't', bpm: 0n, hash: '', prevHash: ''},
} as const;
const firstEvent = {
	kind: 'block',
	block: {index: 1, timestamp: 'u', bpm: 72n, hash: 'ab', prevHash: ''},
} as const;
const greeting = {kind: 'greeting'} as const;
const prompt = {kind: 'prompt'} as const;
const arrayEnd = {kind: 'arrayEnd'} as const;

describe('the recorded session of the tutorial’s hub', () => {
	const session = readVector('tutorial-part2.session.txt');
	const whole = decode([session]);

	test('is a greeting, four acknowledgements and one array of five blocks', () => {
		expect(whole.map(event => event.kind)).toEqual([
			'greeting',
			...Array(4).fill('prompt'),
			'arrayStart',
			...Array(5).fill('block'),
			'arrayEnd',
		]);
		expect(whole[5]).toEqual({kind: 'arrayStart', answer: false});
		expect(whole[7]).toEqual({
			kind: 'block',
			block: {
				index: 1,
				timestamp: '2026-11-20 04:25:52.219530072 +0000 UTC m=+1.503294121',
				bpm: 72n,
				hash: '4d25e82c09383962d69589aa9cb87c1cb92fab933f0ddf5c73ca8f8b911b13cb',
				prevHash: '',
			},
		});
	});

	test('says the same byte by byte, in every two parts and in random parts', () => {
		for (const chunks of splitsOf(session)) expect(decode(chunks)).toEqual(whole);
	});
});

describe('what a hub may say', () => {
	const table: readonly [name: string, text: string, events: readonly unknown[]][] = [
		['nothing', '', []],
		['the greeting', 'Enter a new BPM:', [greeting]],
		['one acknowledgement', 'Enter a new BPM:\nEnter a new BPM:', [greeting, prompt]],
		[
			'a broadcast between two acknowledgements',
			`Enter a new BPM:\nEnter a new BPM:[${genesis},${first}]\nEnter a new BPM:`,
			[greeting, prompt, {kind: 'arrayStart', answer: false}, genesisEvent, firstEvent, arrayEnd, prompt],
		],
		[
			'broadcasts that follow each other without anything between',
			`Enter a new BPM:[${genesis}][${first}]`,
			[
				greeting,
				{kind: 'arrayStart', answer: false},
				genesisEvent,
				arrayEnd,
				{kind: 'arrayStart', answer: false},
				firstEvent,
				arrayEnd,
			],
		],
		[
			'an array without a greeting',
			`[${first}]\nEnter a new BPM:`,
			[{kind: 'arrayStart', answer: false}, firstEvent, arrayEnd, prompt],
		],
		[
			'a refusal',
			'Enter a new BPM:\n"abc" is not a whole number. Type /help for help.\nEnter a new BPM:\nEnter a new BPM:',
			[
				greeting,
				{kind: 'answer', text: '"abc" is not a whole number. Type /help for help.', ended: true},
				prompt,
			],
		],
		[
			'an answer of several lines, empty ones and texts that begin like a prompt among them',
			'Enter a new BPM:\n/help  this list\n\nEnter a new BPMX\nEnter a new\nEnter a new BPM:',
			[greeting, {kind: 'answer', text: '/help  this list\n\nEnter a new BPMX\nEnter a new', ended: true}],
		],
		[
			'an answer that itself begins like a prompt',
			'Enter a new BPM:\nEnter a new BPMX\nEnter a new BPM:',
			[greeting, {kind: 'answer', text: 'Enter a new BPMX', ended: true}],
		],
		[
			'an empty answer',
			'Enter a new BPM:\n\nEnter a new BPM:',
			[greeting, {kind: 'answer', text: '', ended: true}],
		],
		[
			'a prompt in the middle of a line of an answer, which is text',
			'Enter a new BPM:\nsay Enter a new BPM:72\nEnter a new BPM:',
			[greeting, {kind: 'answer', text: 'say Enter a new BPM:72', ended: true}],
		],
		[
			'the answer of /block',
			`Enter a new BPM:\n${first}\nEnter a new BPM:`,
			[greeting, {kind: 'answer', text: first, ended: true}],
		],
		[
			'an answer that begins like a welcome or an array',
			'Enter a new BPM:\n{"welcome" :1}\nEnter a new BPM:\n{"welc\nEnter a new BPM:\n[note]\nEnter a new BPM:\n[\nEnter a new BPM:\n[]\nEnter a new BPM:',
			[
				greeting,
				{kind: 'answer', text: '{"welcome" :1}', ended: true},
				{kind: 'answer', text: '{"welc', ended: true},
				{kind: 'answer', text: '[note]', ended: true},
				{kind: 'answer', text: '[', ended: true},
				{kind: 'answer', text: '[]', ended: true},
			],
		],
		[
			'the answer of /chain, whose prompt is no acknowledgement, and then one that is',
			`Enter a new BPM:\n[${genesis}]\nEnter a new BPM:\nEnter a new BPM:`,
			[greeting, {kind: 'arrayStart', answer: true}, genesisEvent, arrayEnd, {kind: 'answered'}, prompt],
		],
		[
			'a broadcast, then the answer of /last, then a broadcast',
			`Enter a new BPM:[${genesis}]\n[${first}]\nEnter a new BPM:[${genesis}]`,
			[
				greeting,
				{kind: 'arrayStart', answer: false},
				genesisEvent,
				arrayEnd,
				{kind: 'arrayStart', answer: true},
				firstEvent,
				arrayEnd,
				{kind: 'answered'},
				{kind: 'arrayStart', answer: false},
				genesisEvent,
				arrayEnd,
			],
		],
		[
			'the goodbye, which no prompt follows',
			'Enter a new BPM:\nThe hub is shutting down.',
			[greeting, {kind: 'answer', text: 'The hub is shutting down.', ended: false}],
		],
		[
			'the switch to live mode',
			'Enter a new BPM:\n{"welcome":{"version":1}}\n{"from":{"index":0}}\n',
			[greeting, {kind: 'live', rest: '{"welcome":{"version":1}}\n{"from":{"index":0}}\n'}],
		],
		[
			'the switch to live mode after a broadcast and after answers',
			`Enter a new BPM:\nno\nEnter a new BPM:[${genesis}]\n{"welcome":`,
			[
				greeting,
				{kind: 'answer', text: 'no', ended: true},
				{kind: 'arrayStart', answer: false},
				genesisEvent,
				arrayEnd,
				{kind: 'live', rest: '{"welcome":'},
			],
		],
		[
			'a welcome inside an answer, which is text',
			'Enter a new BPM:\nno\n{"welcome":{}}\nEnter a new BPM:',
			[greeting, {kind: 'answer', text: 'no\n{"welcome":{}}', ended: true}],
		],
		[
			'a block with braces, brackets, quotes and other scripts in its strings',
			'[{"Index":0,"Timestamp":"}],[{ \\"\\\\\\u0041 é💓","BPM":-9223372036854775808,"Hash":"\\\\","PrevHash":""}]',
			[
				{kind: 'arrayStart', answer: false},
				{
					kind: 'block',
					block: {
						index: 0,
						timestamp: '}],[{ "\\A é💓',
						bpm: -9223372036854775808n,
						hash: '\\',
						prevHash: '',
					},
				},
				arrayEnd,
			],
		],
		[
			'a block of the proof-of-work part',
			'[{"Index":1,"Timestamp":"t","BPM":7,"Hash":"00","PrevHash":"","Difficulty":1,"Nonce":"16"}]',
			[
				{kind: 'arrayStart', answer: false},
				{
					kind: 'block',
					block: {
						index: 1,
						timestamp: 't',
						bpm: 7n,
						hash: '00',
						prevHash: '',
						difficulty: 1,
						nonce: '16',
					},
				},
				arrayEnd,
			],
		],
	];

	test.each(table)('%s', (_name, text, events) => {
		expect(decodeText(text)).toEqual(events);
		for (const chunks of splitsOf(bytesOf(text))) expect(decode(chunks)).toEqual(events);
	});

	test('every event comes with the byte that completes it', () => {
		const stream = createPlainStream();
		const seen: string[] = [];
		for (const piece of [
			'Enter a new BPM',
			':',
			'[',
			'{',
			genesis.slice(1, -1),
			'}',
			',',
			first,
			']',
			'\n',
		]) {
			seen.push(
				stream
					.push(bytesOf(piece))
					.map(event => event.kind)
					.join(),
			);
		}
		expect(seen).toEqual(['', 'greeting', '', 'arrayStart', '', 'block', '', 'block', 'arrayEnd', '']);
	});
});
