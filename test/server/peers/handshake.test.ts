import {createHmac} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {DiallingHandshake, ListeningHandshake, type OwnSide} from '../../../src/server/peers/handshake.ts';

const a: OwnSide = {
	hub: 'bchain/1',
	node: 'AAAAAAAAAAAAAAAA',
	genesis: 'a'.repeat(64),
	fresh: false,
	port: 9_000,
	key: null,
};
const b: OwnSide = {...a, node: 'BBBBBBBBBBBBBBBB', port: 9_001};
const key = Buffer.from('sixteen bytes or more');
const other = Buffer.from('another key of as many');
const wrongKey = 'The other hub has another network key: --network-key-file must name the same key on both.';

/** What each side makes of the other; `isLocal` as both see it. */
function meet(dialler: OwnSide, listener: OwnSide, isLocal: boolean) {
	const dialling = new DiallingHandshake(dialler, isLocal);
	const listening = ListeningHandshake.begin(listener, isLocal, dialling.opening.slice('/peer '.length, -1));
	if (!(listening instanceof ListeningHandshake)) return {listener: listening};
	const [before, answer, after] = listening.answer.split('\n');
	expect([before, after]).toEqual(['', '']);
	const met = dialling.receive(answer!);
	if (met.kind === 'refused') return {dialler: met};
	return {
		dialler: met,
		listener: listening.receive(met.say === '' ? '{"want":{"from":[]}}' : met.say.slice(0, -1)),
	};
}

describe('two hubs on one machine', () => {
	it('need no key, and know each other after two lines', () => {
		const {dialler, listener} = meet(a, b, true);
		expect(dialler).toMatchObject({kind: 'met', peer: {version: 1, node: b.node, port: 9_001}, say: ''});
		expect(listener).toMatchObject({kind: 'met', peer: {node: a.node, port: 9_000}, isTaken: false});
	});

	it('may have a key that only one of them uses', () => {
		expect(meet({...a, key}, b, true).listener).toMatchObject({kind: 'met', isTaken: true});
		expect(meet(a, {...b, key}, true).listener).toMatchObject({kind: 'met', isTaken: false});
	});

	it('notice different keys all the same', () => {
		expect(meet({...a, key}, {...b, key: other}, true)).toEqual({
			dialler: {kind: 'refused', reason: wrongKey},
		});
	});
});

describe('two hubs on two machines', () => {
	it('prove the key to each other', () => {
		const {dialler, listener} = meet({...a, key}, {...b, key}, false);
		expect(dialler).toMatchObject({kind: 'met', peer: {node: b.node}});
		expect(listener).toMatchObject({kind: 'met', peer: {node: a.node}, isTaken: true});
	});

	it('are refused without one', () => {
		expect(meet({...a, key}, b, false).listener).toEqual({
			kind: 'refused',
			reason: 'This hub takes peers from its own machine only: it has no network key (--network-key-file).',
		});
	});

	it('are refused with another', () => {
		expect(meet({...a, key}, {...b, key: other}, false)).toEqual({
			dialler: {kind: 'refused', reason: wrongKey},
		});
	});

	it.each([
		[
			'no proof',
			'{"want":{"from":[]}}',
			'The other hub did not prove the network key: give it --network-key-file.',
		],
		['a proof of nothing', `{"proof":"${'0'.repeat(64)}"}`, wrongKey],
		['a short proof', '{"proof":"00"}', wrongKey],
		['a proof that is no text', '{"proof":1}', wrongKey],
	])('the dialler gets nowhere with %s', (_, line, reason) => {
		const dialling = new DiallingHandshake({...a, key}, false);
		const listening = ListeningHandshake.begin({...b, key}, false, dialling.opening.slice(6, -1));
		expect((listening as ListeningHandshake).receive(line)).toEqual({kind: 'refused', reason});
	});

	it("the listener's own proof, sent back to it, proves nothing", () => {
		const dialling = new DiallingHandshake({...a, key}, false);
		const listening = ListeningHandshake.begin({...b, key}, false, dialling.opening.slice(6, -1));
		if (!(listening instanceof ListeningHandshake)) throw new Error(listening.reason);
		const {proof} = JSON.parse(listening.answer).peer;
		expect(listening.receive(JSON.stringify({proof}))).toEqual({kind: 'refused', reason: wrongKey});
	});
});

it('the proof is the HMAC that the protocol names', () => {
	const dialling = new DiallingHandshake({...a, key}, false);
	const listening = ListeningHandshake.begin({...b, key}, false, dialling.opening.slice(6, -1));
	const {nonce, node, proof} = JSON.parse((listening as ListeningHandshake).answer).peer;
	const text = (role: string) => [role, dialling.nonce, nonce, a.node, node].join('\n');
	const prove = (role: string) => createHmac('sha256', key).update(text(role)).digest('hex');
	expect(proof).toBe(prove('listener'));
	expect(dialling.receive((listening as ListeningHandshake).answer.trim())).toMatchObject({
		say: `{"proof":"${prove('dialler')}"}\n`,
	});
});

describe('the genesis blocks', () => {
	const elsewhere = 'b'.repeat(64);

	it('may differ where one hub has only that', () => {
		expect(meet({...a, fresh: true}, {...b, genesis: elsewhere}, true).listener).toMatchObject({kind: 'met'});
		expect(meet(a, {...b, genesis: elsewhere, fresh: true}, true).listener).toMatchObject({kind: 'met'});
	});

	it('are both named where neither gives way', () => {
		expect(meet(a, {...b, genesis: elsewhere}, true).listener).toEqual({
			kind: 'refused',
			reason:
				'The two hubs have different chains: one begins with genesis block aaaaaaaa…, the other with bbbbbbbb….',
		});
	});
});

it('a hub that dialled itself knows itself', () => {
	expect(meet(a, a, true).dialler).toEqual({
		kind: 'refused',
		reason: 'The address is that of this hub itself.',
		isSelf: true,
	});
});

describe('what is no handshake', () => {
	const hello = JSON.parse(new DiallingHandshake(a, true).opening.slice(6));

	it.each([
		'',
		'nonsense',
		'[]',
		'null',
		...Object.entries({
			version: 2,
			hub: 7,
			node: 'short',
			nonce: 'F'.repeat(32),
			genesis: 'x',
			fresh: 'yes',
		}).map(([name, value]) => JSON.stringify({...hello, [name]: value})),
	])('is refused: %s', text => {
		expect(ListeningHandshake.begin(b, true, text)).toEqual({
			kind: 'refused',
			reason: '/peer is for other hubs, and what follows it does not have the agreed shape.',
		});
	});

	it('a hub may say more, and a port that is none is no port', () => {
		const listening = ListeningHandshake.begin(
			b,
			true,
			JSON.stringify({...hello, mood: 'good', port: 70_000}),
		);
		expect((listening as ListeningHandshake).peer).toEqual({...hello, port: 0});
	});

	it('the dialler repeats what the other side says in words, safe to show', () => {
		const dialling = new DiallingHandshake(a, true);
		expect(dialling.receive('\x1b[2JThe hub is full.')).toEqual({
			kind: 'refused',
			reason: '?[2JThe hub is full.',
		});
		expect(dialling.receive('{"peer":{}}')).toMatchObject({kind: 'refused'});
	});
});
