import {Buffer} from 'node:buffer';
import {connect, type Socket} from 'node:net';
import {describeSystemReason} from '../../src/core/system-reason.ts';
import type {Checker, Listener} from './checker.ts';

const readBytes = 256 * 1024;
/** What is read is looked at before the next connection is read, so all share one buffer. */
const sharedBuffer = Buffer.allocUnsafeSlow(readBytes);

export interface ClientOptions {
	readonly host: string;
	readonly port: number;
	/** False: takes nothing from its socket, ever. */
	readonly reads: boolean;
	readonly makeChecker: (listener: Listener) => Checker;
	/** Who hears of what it receives, besides itself. */
	readonly listener: Listener;
	/** What is sent after the greeting. */
	readonly opening: string;
	/** It is connected; without reading, no more will be known of it. */
	readonly onConnect: () => void;
	/** What was read has been taken in. */
	readonly onRead: () => void;
	/** It has ended: why, unless we ended it. */
	readonly onClose: (reason: string | null) => void;
}

/** One connection to a hub, with everything checked that comes. */
export class Client {
	readonly checker: Checker;
	readonly #socket: Socket;
	readonly #afterRead: () => void;
	readonly #onClose: (reason: string | null) => void;
	#bytes = 0;
	#bye: string | null = null;
	#error: string | null = null;
	#isLeaving = false;

	constructor({host, port, reads, makeChecker, listener, opening, onConnect, ...rest}: ClientOptions) {
		this.#afterRead = rest.onRead;
		this.#onClose = rest.onClose;
		this.checker = makeChecker({
			...listener,
			greeted: () => {
				if (opening !== '') this.write(opening);
				listener.greeted();
			},
			bye: reason => {
				this.#bye = reason;
				listener.bye(reason);
			},
		});
		const onread = {buffer: sharedBuffer, callback: this.#onRead.bind(this)};
		const socket = connect({host, port, noDelay: true, ...(reads ? {onread} : {})}, onConnect);
		if (!reads) socket.pause();
		socket.on('error', (error: NodeJS.ErrnoException) => {
			this.#error = describeError(error);
		});
		socket.on('close', () => this.#closed());
		this.#socket = socket;
	}

	get bytes(): number {
		return this.#bytes;
	}

	write(lines: string): void {
		this.#socket.write(lines, 'latin1');
	}

	/** Closes, as a program does that ends. */
	leave(): void {
		this.#isLeaving = true;
		this.#socket.destroy();
	}

	#onRead(length: number): boolean {
		this.#bytes += length;
		if (this.checker.fault !== null) return true;
		this.checker.read(sharedBuffer.subarray(0, length));
		if (this.checker.fault === null) this.#afterRead();
		else this.#socket.destroy();
		return true;
	}

	#closed(): void {
		if (this.#isLeaving) {
			this.#onClose(null);
			return;
		}
		if (this.#error === null) this.checker.end();
		const {fault} = this.checker;
		const how = this.#error ?? (this.#bye === null ? 'closed by the hub' : `closed by the hub: ${this.#bye}`);
		this.#onClose(fault === null ? how : `closed by us: ${fault}`);
	}
}

function describeError({code = 'unknown', message}: NodeJS.ErrnoException): string {
	switch (code) {
		case 'ECONNREFUSED':
			return 'nobody listens there';
		case 'ECONNRESET':
		case 'EPIPE':
			return 'reset by the hub';
		case 'EMFILE':
		case 'ENFILE':
			return 'too many open files here';
		case 'EADDRNOTAVAIL':
			return 'no local port is left';
		case 'ETIMEDOUT':
			return 'no answer';
		default:
			return message === '' ? describeSystemReason(code) : message;
	}
}
