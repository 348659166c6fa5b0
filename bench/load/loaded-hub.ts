import {once} from 'node:events';
import {connect} from 'node:net';
import type {Block, Tip} from '../../src/core/block.ts';
import {limits} from '../../src/core/limits.ts';
import {createLineSplitter} from '../../src/core/lines.ts';
import {type HubMessage, parseHubMessage} from '../../src/core/live-message.ts';
import {verifyNext} from '../../src/core/verify.ts';

const welcomeTimeoutMs = 10_000;

/** Connects to the hub at `port` in live mode; resolves when it has said where it stands. `leave` closes. */
export async function connectHub(
	port: number,
): Promise<{readonly hub: LoadedHub; readonly leave: () => void}> {
	const socket = connect({port, host: '127.0.0.1', noDelay: true});
	const hub = new LoadedHub(lines => socket.write(lines));
	const splitter = createLineSplitter(limits.hubLineBytesMax);
	socket.on('error', error => hub.fail(error.message));
	socket.on('close', () => hub.fail('a hub closed the connection'));
	socket.on('data', bytes => {
		// What is no message is the greeting.
		for (const line of splitter.push(bytes as Buffer))
			if (line.kind === 'line' && line.text.startsWith('{')) hub.receive(line.text);
	});
	socket.write('/live\n');
	const signal = AbortSignal.timeout(welcomeTimeoutMs);
	while (!hub.isWelcome) await once(socket, 'data', {signal});
	return {hub, leave: () => socket.removeAllListeners('close').destroy()};
}

/** One hub of a network under load, as a live client of it sees it: its chain from the welcome on, and its answers. */
export class LoadedHub {
	readonly #say: (lines: string) => void;
	/** The tip at the welcome: what stands below it does not change here. */
	#base: Tip | null = null;
	readonly #blocks: Block[] = [];
	readonly #sentMs = new Map<string, number>();
	/** How long each answer took. */
	readonly answersMs: number[] = [];
	/** The first thing that must not be. */
	fault: string | null = null;

	constructor(say: (lines: string) => void) {
		this.#say = say;
	}

	get isWelcome(): boolean {
		return this.#base !== null;
	}

	get tip(): Tip {
		return this.#blocks.at(-1) ?? this.#base!;
	}

	/** Blocks since the welcome that are on its chain now. */
	get blocks(): readonly Block[] {
		return this.#blocks;
	}

	get added(): number {
		return this.#blocks.length;
	}

	get unanswered(): number {
		return this.#sentMs.size;
	}

	add(id: string, bpm: number): void {
		this.#sentMs.set(id, performance.now());
		this.#say(`/add ${id} ${bpm}\n`);
	}

	/** Takes a line of live mode. */
	receive(line: string): void {
		const parsed = parseHubMessage(line);
		if (parsed.ok) this.#take(parsed.message);
		else this.fail(parsed.reason);
	}

	#take(message: HubMessage): void {
		switch (message.kind) {
			case 'welcome':
				this.#base = {index: message.welcome.height, hash: message.welcome.tip};
				break;
			case 'blocks':
				for (const block of message.blocks) this.#append(block);
				break;
			case 'rollback':
				this.#rollBack(message.from);
				break;
			case 'accepted':
				this.#answered(message.id);
				break;
			case 'refused':
				this.fail(`a reading was refused: ${message.reason}`);
				break;
			case 'status':
				this.#say('/pong\n');
				break;
			default:
		}
	}

	#append(block: Block): void {
		const fault = verifyNext(this.tip, block);
		if (fault) this.fail(`block ${fault.index} does not hold: ${fault.detail}`);
		else this.#blocks.push(block);
	}

	#rollBack(from: number): void {
		const kept = from - 1 - this.#base!.index;
		if (kept < 0 || kept >= this.#blocks.length) this.fail(`block ${from} was rolled back`);
		else this.#blocks.length = kept;
	}

	#answered(id: string | undefined): void {
		const sentMs = this.#sentMs.get(id ?? '');
		if (sentMs === undefined) this.fail('an answer to nothing that was sent');
		else this.answersMs.push(performance.now() - sentMs);
		this.#sentMs.delete(id ?? '');
	}

	fail(fault: string): void {
		this.fault ??= fault;
	}
}

/** How many of the readings that are called `first` and so on are in no block, and how many in more than one. */
export function lookForReadings(
	blocks: readonly Block[],
	first: number,
	count: number,
): {readonly lost: number; readonly doubled: number} {
	const times = new Uint32Array(count);
	for (const {bpm} of blocks) if (bpm >= first && bpm < first + count) times[bpm - first]!++;
	return {lost: times.filter(each => each === 0).length, doubled: times.filter(each => each > 1).length};
}
