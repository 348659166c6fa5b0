/** Plain mode to the byte (protocol sections 2 and 3), over a socket and through the real nc. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {describe, expect, it} from 'vitest';
import {verifyChain} from '../../src/core/verify.ts';
import {openHub, prompt} from '../server/support/hub.ts';
import {requireProgram} from '../support/needs.ts';
import {splitsOf} from '../support/splits.ts';
import {within} from '../support/watch.ts';

const added = `\n${prompt}`;
const answer = (text: string): string => `\n${text}\n${prompt}`;

/** Lines and what the hub says to each of them. */
const script: readonly (readonly [line: string, answer: string])[] = [
	['72\n', added],
	['72\r\n', added],
	['+72\n', added],
	['007\n', added],
	['1\n', added],
	['999\n', added],
	['\n', added],
	['\r\n', added],
	['abc\n', answer('"abc" is not a whole number. Type /help for help.')],
	['7 2\n', answer('"7 2" is not a whole number. Type /help for help.')],
	[' 72\n', answer('" 72" is not a whole number. Type /help for help.')],
	['7.5\n', answer('"7.5" is not a whole number. Type /help for help.')],
	['٧٢\n', answer('"??" is not a whole number. Type /help for help.')],
	['café "q"\n', answer('"caf? ?q?" is not a whole number. Type /help for help.')],
	['\x1b[2Jx\x00\x07\n', answer('"??2Jx??" is not a whole number. Type /help for help.')],
	[`${'x'.repeat(41)}\n`, answer(`"${'x'.repeat(40)}" is not a whole number. Type /help for help.`)],
	['0\n', answer('0 is out of range: a BPM is a whole number from 1 to 999.')],
	['-5\n', answer('-5 is out of range: a BPM is a whole number from 1 to 999.')],
	['1000\n', answer('1000 is out of range: a BPM is a whole number from 1 to 999.')],
	['1200\n', answer('1200 is out of range: a BPM is a whole number from 1 to 999.')],
	[
		`${'9'.repeat(50)}\n`,
		answer(`${'9'.repeat(40)} is out of range: a BPM is a whole number from 1 to 999.`),
	],
	['/nope\n', answer('"/nope" is not a command. Type /help for help.')],
	['/block\n', answer('/block takes the index of a block, as in /block 7. Type /help for help.')],
	['/block x\n', answer('/block takes the index of a block, as in /block 7. Type /help for help.')],
	['/block 999999\n', answer('There is no block 999999: the newest is 6.')],
	['/last 0\n', answer('/last takes a whole number from 1 to 1000, as in /last 20. Type /help for help.')],
	['/last 1001\n', answer('/last takes a whole number from 1 to 1000, as in /last 20. Type /help for help.')],
	['/quit now\n', answer('/quit takes no argument, got "now". Type /help for help.')],
	['/pong\n', answer('/pong works in live mode only: type /live first. Type /help for help.')],
	['/from 0\n', answer('/from works in live mode only: type /live first. Type /help for help.')],
	[
		'/add short 72\n',
		answer(
			'/add takes an id of 16 to 64 of A-Z a-z 0-9 _ - and a BPM, as in /add 2026-11-20-monday-1 72. Type /help for help.',
		),
	],
	['/add an-id-of-16-chars x\n', answer('"x" is not a whole number. Type /help for help.')],
	['/quit\n', ''],
];

const spoken = script.map(([line]) => line).join('');
const heard = prompt + script.map(([, text]) => text).join('');

describe('over a socket', () => {
	it('answers a whole session in one packet, byte for byte', async () => {
		const hub = await openHub();
		const client = await hub.connect();
		client.write(spoken);
		await client.closed();
		expect(client.received().toString()).toBe(heard);
	});

	it('answers each line when it comes', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		for (const [line, text] of script) {
			client.write(line);
			expect(await client.until(Buffer.byteLength(text))).toBe(text);
		}
		expect(await client.closed()).toBe('');
	});

	it('answers the same whatever the packets the session comes in', async () => {
		const hub = await openHub();
		const session = Buffer.from('72\r\n\n+72\nab\u00e9\n/block 9999\n1200\n');
		const answers = [
			prompt,
			added,
			added,
			added,
			answer('"ab?" is not a whole number. Type /help for help.'),
			answer('There is no block 9999: the newest is N.'),
			answer('1200 is out of range: a BPM is a whole number from 1 to 999.'),
		].join('');
		for (const chunks of splitsOf(session)) {
			await using client = await hub.connect();
			for (const chunk of chunks) {
				client.write(chunk);
				// A turn of the event loop: what was written is a packet of its own.
				await new Promise(setImmediate);
			}
			client.end();
			await client.closed();
			expect(
				client
					.received()
					.toString()
					.replace(/newest is \d+/, 'newest is N'),
			).toBe(answers);
		}
	});

	it('adds several lines of one packet as several readings, in order', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.write('61\n62\n63\n');
		await client.until(added.repeat(3));
		client.write('/chain\n');
		const chain = JSON.parse(await client.until(/\n\[.*\]\n/)) as {BPM: number; Index: number}[];
		expect(chain.map(block => [block.Index, block.BPM])).toEqual([
			[0, 0],
			[1, 61],
			[2, 62],
			[3, 63],
		]);
	});

	it('takes a line of 8192 bytes and drops one of 8193', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.write(`${'0'.repeat(8190)}72\n`);
		expect(await client.until(added.length)).toBe(added);
		client.write(`${'0'.repeat(8190)}72\r\n`);
		expect(await client.until(added.length)).toBe(added);
		client.write(`${'0'.repeat(8191)}72\n72\n`);
		const refused = answer('That line is longer than 8192 bytes and was ignored.') + added;
		expect(await client.until(refused.length)).toBe(refused);
	});

	it('accepts what its operator says is a reading', async () => {
		const hub = await openHub({bpmRange: [-3, 5]});
		await using client = await hub.connect();
		client.write('-3\n0\n-0\n5\n6\n-4\n');
		const expected =
			added.repeat(4) +
			answer('6 is out of range: a BPM is a whole number from -3 to 5.') +
			answer('-4 is out of range: a BPM is a whole number from -3 to 5.');
		expect(await client.until(expected.length)).toBe(expected);
		client.write('/last 4\n');
		const last = JSON.parse(await client.until(/\n\[.*\]\n/)) as {BPM: number}[];
		expect(last.map(block => (Object.is(block.BPM, -0) ? 'minus zero' : block.BPM))).toEqual([-3, 0, 0, 5]);
	});
});

describe('commands', () => {
	it('/help lists every command', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.write('/help\n');
		expect(await client.until(prompt)).toBe(
			answer(
				[
					'/help            this list',
					'/status          height, tip, genesis, connections and more',
					'/chain           the whole chain as one JSON array',
					'/last [n]        the newest n blocks (10; at most 1000)',
					'/block <index>   one block',
					'/add <id> <bpm>  adds a reading once, however often it is sent',
					'/peers           the hubs that this one is linked with',
					'/forks           the last forks of the chain, and how they were settled',
					'/live            one JSON object a line, new blocks at once',
					'/quit            closes the connection',
				].join('\n'),
			),
		);
	});

	it('/status says what is so, a line each', async () => {
		const hub = await openHub();
		await hub.add(70, 71);
		await using client = await hub.connect();
		client.write('abc\n/status\n');
		await client.until(answer('"abc" is not a whole number. Type /help for help.'));
		const status = await client.until(prompt);
		const lines = status
			.replace(/[0-9a-f]{64}/g, 'HASH')
			.replace(/ledger: [A-Za-z0-9_-]{16}\n/, 'ledger: ID\n')
			.slice(1, -prompt.length - 1)
			.split('\n');
		expect(lines.slice(0, 17)).toEqual([
			'hub: bchain/0.1.0',
			'height: 2',
			'tip: HASH',
			'genesis: HASH',
			'ledger: ID',
			'durable: false',
			'range: 1 to 999',
			'connections: 1',
			'live: 0',
			'plain: 1',
			'streams: 0',
			'peers: 0',
			'peersDiverged: 0',
			'reorgLimit: 0',
			'accepted: 2',
			'refused: 1',
			'waiting: 0',
		]);
		for (const line of lines) expect(line).toMatch(/^[a-zA-Z0-9]+: \S/);
		expect(lines.at(-1)).toBe('uptimeSeconds: 0');
	});

	it('/chain, /last and /block give canonical blocks of one chain that holds', async () => {
		const hub = await openHub();
		await hub.add(...Array.from({length: 20}, (_, i) => 60 + i));
		await using client = await hub.connect();
		client.write('/chain\n/last\n/last 2\n/last 1000\n/block 0\n/block 20\n');
		const array = async (): Promise<string> => (await client.until(added)).slice(1, -added.length);
		const [chain, last, lastTwo, all, first, newest] = [
			await array(),
			await array(),
			await array(),
			await array(),
			await array(),
			await array(),
		];
		const blocks = JSON.parse(chain) as Record<string, never>[];
		expect(chain).toBe(JSON.stringify(blocks));
		expect(blocks.map(block => Object.keys(block).join())).toEqual(
			Array.from({length: 21}, () => 'Index,Timestamp,BPM,Hash,PrevHash'),
		);
		const verdict = verifyChain(
			blocks.map(({Index, Timestamp, BPM, Hash, PrevHash}) => {
				return {index: Index!, timestamp: Timestamp!, bpm: BPM!, hash: Hash!, prevHash: PrevHash!};
			}),
		);
		expect(verdict).toMatchObject({ok: true, rule: 'decimal', strict: true, blocks: 21});
		expect(last).toBe(JSON.stringify(blocks.slice(-10)));
		expect(lastTwo).toBe(JSON.stringify(blocks.slice(-2)));
		expect(all).toBe(chain);
		expect(first).toBe(JSON.stringify(blocks[0]));
		expect(newest).toBe(JSON.stringify(blocks[20]));
	});
});

describe('through nc', () => {
	it('answers everything that was piped in before it closes', async ({skip}) => {
		requireProgram('nc', {skip});
		const hub = await openHub();
		expect(await pipeThroughNc(hub.port, '72\nabc\n\n/block 7\n')).toBe(
			[
				prompt,
				added,
				answer('"abc" is not a whole number. Type /help for help.'),
				added,
				answer('There is no block 7: the newest is 1.'),
			].join(''),
		);
	});

	it('answers a thousand readings and a long chain before it closes', async ({skip}) => {
		requireProgram('nc', {skip});
		const hub = await openHub();
		const heardBytes = await pipeThroughNc(hub.port, `${'72\n'.repeat(5_000)}/chain\n`);
		const greeted = prompt + added.repeat(5_000);
		expect(heardBytes.slice(0, greeted.length)).toBe(greeted);
		const chain = heardBytes.slice(greeted.length + 1, -added.length);
		expect(JSON.parse(chain)).toHaveLength(5_001);
		expect(heardBytes.endsWith(`]${added}`)).toBe(true);
	});

	it('shows the chain again and again, between prompts', async ({skip}) => {
		requireProgram('nc', {skip});
		const hub = await openHub({broadcastIntervalMs: 50});
		const nc = spawn('nc', ['127.0.0.1', String(hub.port)], {stdio: ['pipe', 'pipe', 'ignore']});
		let text = '';
		for await (const piece of nc.stdout.setEncoding('utf8')) {
			text += piece;
			if (text.split('}][{').length > 2) break;
		}
		nc.kill();
		const genesis = String.raw`\{"Index":0,"Timestamp":"[^"]{24}","BPM":0,"Hash":"[0-9a-f]{64}","PrevHash":""\}`;
		expect(text).toMatch(new RegExp(`^${prompt}(\\[${genesis}\\]){2,}(\\[.*)?$`));
	});
});

/** What nc prints when `input` is piped into it and then ends. */
async function pipeThroughNc(port: number, input: string): Promise<string> {
	const nc = spawn('nc', ['-N', '127.0.0.1', String(port)], {stdio: ['pipe', 'pipe', 'ignore']});
	let output = '';
	nc.stdout.setEncoding('utf8').on('data', piece => {
		output += piece;
	});
	nc.stdin.end(input);
	await within('nc ends', once(nc, 'close'));
	return output;
}
