/**
 * The floor of what a hub sends: a bare `net` server with no ledger, no bounds and no care for slow readers, which
 * writes the bytes that a hub would write. `node bare-hub.ts '<BareHub as JSON>'` prints the port it listens on.
 */
import {Buffer} from 'node:buffer';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {formatBlock} from '../../src/core/block.ts';
import {hubLine} from '../../src/core/live-message.ts';
import {prompt} from '../../src/core/plain-stream.ts';
import {sealBlock, sealGenesis} from '../../src/core/seal.ts';

export interface BareHub {
	/** Blocks of its chain at the start. */
	readonly blocks: number;
	/** How often a connection is sent the chain, counted from its own start; 0: never. */
	readonly broadcastMs: number;
}

const chunkBytes = 1024 * 1024;
/** The blocks of a line of a catch-up: as many as fit in 64 KiB. */
const lineBytes = 65_000;
const backlog = 4_096;
const linesOpen = Buffer.from('{"blocks":[');
const linesClose = Buffer.from(']}\n');

const {blocks, broadcastMs} = JSON.parse(process.argv[2]!) as BareHub;
const startMs = Date.now() - blocks * 1_000;
const genesis = sealGenesis(startMs);
let newest = genesis;
/** The text of its chain, in runs of blocks that fit in a line. */
const runs = makeRuns();
const lines = runs.map(run => Buffer.concat([linesOpen, run, linesClose]));
const chunks = broadcastMs > 0 ? cut(Buffer.from(`[${runs.map(String).join()}]`)) : [];
const greeting = Buffer.from(prompt);
const welcome = {
	version: 1,
	hub: 'bare',
	ledger: 'bare',
	durable: false,
	genesis: genesis.hash,
	range: [1, 999],
	reorgLimit: 0,
	broadcastMs,
} as const;

const followers = new Set<Socket>();
/** Readings of this turn of the event loop: they share one line of blocks. */
let fresh: string[] = [];

const server = createServer({noDelay: true}, socket => {
	socket.on('error', () => socket.destroy());
	socket.on('close', () => followers.delete(socket));
	socket.on('data', data => take(socket, data.toString('latin1')));
	socket.write(greeting);
	if (broadcastMs > 0) broadcast(socket);
});
server.listen({port: 0, host: '127.0.0.1', backlog}, () =>
	console.log((server.address() as AddressInfo).port),
);

/** Whole lines: this server is only sent what fits in a packet. */
function take(socket: Socket, text: string): void {
	let answers = '';
	for (const line of text.split('\n')) {
		const [command, first, second] = line.split(' ');
		if (command === '/live') {
			const {index: height, hash: tip} = newest;
			answers += `\n${hubLine.welcome({...welcome, height, tip})}`;
		} else if (command === '/from') {
			answers += hubLine.from(Number(first));
			followers.add(socket);
			if (Number(first) === 0) setImmediate(() => send(socket, lines, 0, () => {}));
		} else if (command === '/add') {
			newest = sealBlock(newest, Number(second), Date.now());
			if (fresh.length === 0) setImmediate(tellFollowers);
			fresh.push(formatBlock(newest));
			answers += hubLine.accepted(newest.index, newest.hash, first!);
		}
	}
	if (answers !== '') socket.write(answers);
}

function tellFollowers(): void {
	const line = Buffer.from(`{"blocks":[${fresh.join()}]}\n`);
	fresh = [];
	for (const socket of followers) socket.write(line);
}

/** A chain is left out while the one before has not left. */
function broadcast(socket: Socket): void {
	let isSending = false;
	const timer = setInterval(() => {
		if (isSending) return;
		isSending = true;
		send(socket, chunks, 0, () => {
			isSending = false;
		});
	}, broadcastMs);
	socket.on('close', () => clearInterval(timer));
}

/** Writes the pieces one after the other, whenever the socket has taken the one before. */
function send(socket: Socket, pieces: readonly Buffer[], from: number, onSent: () => void): void {
	let at = from;
	while (socket.writable && at < pieces.length) {
		if (socket.write(pieces[at++]!)) continue;
		socket.once('drain', () => send(socket, pieces, at, onSent));
		return;
	}
	onSent();
}

function cut(bytes: Buffer): Buffer[] {
	const pieces: Buffer[] = [];
	for (let at = 0; at < bytes.length; at += chunkBytes) pieces.push(bytes.subarray(at, at + chunkBytes));
	return pieces;
}

function makeRuns(): readonly Buffer[] {
	const made: Buffer[] = [];
	let run = formatBlock(genesis);
	for (let index = 1; index < blocks; index++) {
		newest = sealBlock(newest, 60 + (index % 40), startMs + index * 1_000);
		const text = formatBlock(newest);
		if (run.length + text.length < lineBytes) run += `,${text}`;
		else {
			made.push(Buffer.from(run));
			run = text;
		}
	}
	return [...made, Buffer.from(run)];
}
