/**
 * One of a chain of relays, the floor of hops between hubs: `node relay.ts '<Relay as JSON>'`. What comes from upstream
 * it passes on, unread, to everybody connected; the first of the chain says a line as long as that of a block for
 * every line that it gets. With a folder it first commits a row of the size of a block. Prints the port it listens on.
 */
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {formatBlock} from '../../src/core/block.ts';
import {sealBlock, sealGenesis} from '../../src/core/seal.ts';

export interface Relay {
	/** The port of the relay before; null for the first. */
	readonly upstream: number | null;
	/** Where it commits; null: nowhere. */
	readonly folder: string | null;
}

const lf = 0x0a;
const {hash, timestamp} = sealGenesis(Date.now());
const line = Buffer.from(
	`{"blocks":[${formatBlock(sealBlock({index: 1_000, hash, timestamp}, 72, Date.now()))}]}\n`,
);

function openLedger(folder: string): () => void {
	const database = new DatabaseSync(path.join(folder, 'raw.db'));
	database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
	database.exec(
		'CREATE TABLE blocks (idx INTEGER PRIMARY KEY, timestamp TEXT, bpm INTEGER, hash TEXT, prev TEXT)',
	);
	const insert = database.prepare('INSERT INTO blocks (timestamp, bpm, hash, prev) VALUES (?, ?, ?, ?)');
	// A statement of its own is a transaction of its own.
	return () => void insert.run(timestamp, 72, hash, hash);
}

const {upstream, folder} = JSON.parse(process.argv[2]!) as Relay;
const commit = folder === null ? () => {} : openLedger(folder);
const downstream = new Set<Socket>();

function pass(bytes: Uint8Array): void {
	commit();
	for (const socket of downstream) socket.write(bytes);
}

if (upstream !== null) connect({port: upstream, host: '127.0.0.1', noDelay: true}).on('data', pass);
const server = createServer({noDelay: true}, socket => {
	downstream.add(socket);
	socket.on('error', () => {});
	socket.on('close', () => downstream.delete(socket));
	socket.on('data', bytes => {
		for (const byte of bytes as Buffer) if (byte === lf) pass(line);
	});
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
