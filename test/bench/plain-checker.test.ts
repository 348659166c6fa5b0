import {Buffer} from 'node:buffer';
import {describe, expect, it, test} from 'vitest';
import {makeChain, readVector} from '../support/chains.ts';
import {bytesOf, splitsOf} from '../support/splits.ts';
import {arrayOf, checkPlain, makeShared} from './support/checked.ts';

const chain = makeChain([72, 80, 75]);
const greeting = 'Enter a new BPM:';
const stream = `${greeting}${arrayOf(chain.slice(0, 2))}\n${greeting}${arrayOf(chain)}${arrayOf(chain)}`;

describe('a plain connection', () => {
	it('is heard in the same way in every split, whether its blocks are new or known', () => {
		const heard = ['greeted', 'array to 1', 'accepted', 'array to 3', 'array to 3'];
		const known = makeShared();
		checkPlain(known).read(stream);
		for (const pieces of splitsOf(bytesOf(stream))) {
			for (const shared of [makeShared(), known]) {
				const {checker, heard: now, read} = checkPlain(shared);
				read(...pieces);
				checker.end();
				expect(now).toEqual(heard);
				expect(shared.findings.list).toEqual([]);
				expect(shared.book!.length).toBe(4);
			}
		}
	});

	it('may be ahead of another in the middle of a block', () => {
		const shared = makeShared();
		const [slow, fast] = [checkPlain(shared), checkPlain(shared)];
		const array = arrayOf(chain);
		slow.read(greeting, array.slice(0, 300));
		fast.read(greeting, array);
		slow.read(array.slice(300));
		expect(slow.heard).toEqual(['greeted', 'array to 3']);
		expect(shared.findings.list).toEqual([]);
	});

	it('is told from one with any other byte, whoever gets it', () => {
		const array = arrayOf(chain);
		for (let at = 0; at < array.length; at++) {
			const shared = makeShared();
			checkPlain(shared).read(greeting, array);
			const altered = Buffer.from(array);
			altered[at]! ^= 1;
			const {checker, read} = checkPlain(shared);
			read(greeting, altered);
			checker.end();
			expect(shared.findings.list, `byte ${at}: ${altered}`).not.toEqual([]);
		}
	});

	it('gets the newest blocks of a long chain, from a later one each time', () => {
		const shared = makeShared();
		const {heard, read} = checkPlain(shared);
		read(greeting, arrayOf(chain.slice(1, 3)), arrayOf(chain.slice(2)));
		expect(heard).toEqual(['greeted', 'array to 2', 'array to 3']);
		expect(shared.findings.list).toEqual([]);
		expect(shared.chainsReplaced).toBe(0);
	});

	it('may get another chain, which is judged by itself and taken when it reaches further', () => {
		const shared = makeShared();
		const {read} = checkPlain(shared);
		const another = makeChain([72, 81, 75, 90]);
		read(greeting, arrayOf(chain), arrayOf(another), arrayOf(another));
		expect(shared.findings.list).toEqual([]);
		expect(shared.chainsReplaced).toBe(1);
		expect(shared.book!.length).toBe(5);
	});
});

test.each([
	['an array that breaks off', arrayOf(chain).slice(0, -1), 'the connection ended inside the chain'],
	['an empty array', '[]', 'an array does not begin with a block'],
	[
		'blocks that are not linked',
		arrayOf([chain[0]!, chain[2]!]),
		'block 1 does not hold: its Index is 2, 1 was expected',
	],
	['a block that is none', arrayOf(chain).replace('"BPM":80', '"BPM":"80"'), /^a block is malformed: /],
	['a comma at the end', arrayOf(chain).replace(']', ',]'), 'after a comma came "]"'],
	['text that belongs nowhere', 'x', 'after a prompt came "x", which nothing begins with there'],
])('%s is a fault, also where the chain is known', (_, bytes, fault) => {
	const known = makeShared();
	checkPlain(known).read(greeting, arrayOf(chain));
	for (const shared of [makeShared(), known]) {
		const {checker, read} = checkPlain(shared);
		read(greeting, bytes);
		checker.end();
		expect(shared.findings.list).toEqual([{what: expect.stringMatching(fault), count: 1}]);
	}
});

it('understands the tutorial’s hub', () => {
	const shared = makeShared();
	const {checker, heard, read} = checkPlain(shared);
	read(readVector('tutorial-part2.session.txt'));
	checker.end();
	expect(shared.findings.list).toEqual([]);
	expect(heard).toContain('greeted');
	expect(heard.some(each => each.startsWith('array to '))).toBe(true);
});
