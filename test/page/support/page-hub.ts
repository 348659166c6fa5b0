/** A hub as the page meets it, without sockets: its requests, its events, and what may happen to it. */
import {type Block, formatBlock} from '../../../src/core/block.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import type {Fetch} from '../../../src/page/hub/requests.ts';
import {makeChain, startMs} from '../../support/chains.ts';

export type PageHub = {
	readonly fetch: Fetch;
	/** The chain; the test may put another one in its place. */
	chain: Block[];
	/** What it says of itself, beyond its chain. */
	readonly says: {ledger: string; durable: boolean; reorgLimit: number};
	/** Paths that were asked for, in order. */
	readonly asked: string[];
	/** `Last-Event-ID` of every stream that was opened. */
	readonly resumed: (string | null)[];
	/** Whether it can be reached. */
	isUp: boolean;
	/** May change a block on its way out. */
	tamper: (block: Block) => Block;
	grow(...bpms: readonly number[]): void;
	/** A better chain: the newest `depth` blocks go, and these readings come. */
	fork(depth: number, ...bpms: readonly number[]): void;
	/** Sends an event to every stream. */
	send(name: string, data: unknown): void;
	/** Ends every stream. */
	drop(): void;
};

type Streams = Set<ReadableStreamDefaultController<Uint8Array>>;

export function createPageHub(bpms: readonly number[] = []): PageHub {
	const streams: Streams = new Set();
	const answers = new Map<string, Block>();
	const hub: PageHub = {
		chain: makeChain(bpms),
		says: {ledger: 'ledger-of-the-lesson', durable: true, reorgLimit: 1_000},
		asked: [],
		resumed: [],
		isUp: true,
		tamper: block => block,
		fetch: async (path, init) => {
			hub.asked.push(path);
			if (!hub.isUp) throw new TypeError('fetch failed');
			const {pathname, searchParams} = new URL(path, 'http://hub');
			if (pathname === '/events') return openStream(hub, streams, init);
			if (init.method === 'POST') return addReading(hub, answers, init);
			const from = Number(searchParams.get('from'));
			const blocks = hub.chain.slice(from, from + Number(searchParams.get('limit')));
			return json(200, {blocks: blocks.map(block => wire(hub, block)), height: hub.chain.length - 1});
		},
		grow: (...more) => {
			for (const bpm of more) {
				hub.chain = [...hub.chain, sealBlock(hub.chain.at(-1)!, bpm, startMs + hub.chain.length * 1_000)];
				hub.send('block', wire(hub, hub.chain.at(-1)!));
			}
		},
		fork: (depth, ...more) => {
			hub.chain = hub.chain.slice(0, -depth);
			hub.send('rollback', {from: hub.chain.length});
			hub.grow(...more);
		},
		send: (name, data) => {
			for (const stream of streams) stream.enqueue(encode(name, data));
		},
		drop: () => {
			for (const stream of streams) stream.close();
			streams.clear();
		},
	};
	return hub;
}

/** A stream that begins with what the hub says of itself, and goes on after the block that the page names. */
function openStream(hub: PageHub, streams: Streams, init: RequestInit): Response {
	const lastId = new Headers(init.headers).get('last-event-id');
	hub.resumed.push(lastId);
	let own: ReadableStreamDefaultController<Uint8Array>;
	const body = new ReadableStream<Uint8Array>({
		start: controller => {
			own = controller;
			streams.add(controller);
			const {chain, says} = hub;
			const facts = {genesis: chain[0]!.hash, height: chain.length - 1, tip: chain.at(-1)!.hash};
			controller.enqueue(encode('hello', {...says, ...facts, range: [1, 999]}));
			if (lastId === null) return;
			const [index, digits] = lastId.split('-');
			const isThere = chain[Number(index)]?.hash.startsWith(digits!) ?? false;
			const missed = chain.slice(Number(index) + 1).map(block => wire(hub, block));
			if (!isThere) controller.enqueue(encode('reset', {}));
			else if (missed.length > 0) controller.enqueue(encode('blocks', missed));
		},
		cancel: () => void streams.delete(own),
	});
	init.signal?.addEventListener('abort', () => {
		if (streams.delete(own)) own.error(new Error('aborted'));
	});
	return new Response(body);
}

function addReading(hub: PageHub, answers: Map<string, Block>, init: RequestInit): Response {
	const id = new Headers(init.headers).get('idempotency-key')!;
	const known = answers.get(id);
	if (!known) hub.grow((JSON.parse(String(init.body)) as {BPM: number}).BPM);
	const block = known ?? hub.chain.at(-1)!;
	answers.set(id, block);
	return json(201, wire(hub, block));
}

function encode(name: string, data: unknown): Uint8Array {
	return new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

function wire(hub: PageHub, block: Block): unknown {
	return JSON.parse(formatBlock(hub.tamper(block)));
}

function json(status: number, body: unknown): Response {
	return new Response(JSON.stringify(body), {status});
}
