/** Kills a hub again and again while readings are sent to it, and compares what it acknowledged with its chain. */
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {makeFolder} from '../child-env.ts';
import {readBlocks} from '../data-folder.ts';
import {type HubProcess, spawnHub, startHub} from '../hub-process.ts';
import {createRandom, type Random} from './random.ts';
import {ReadingBook} from './reading-book.ts';
import {LiveSubmitter, PlainSubmitter, type Submitter} from './submitters.ts';

export type CrashOptions = {
	/** The same seed chooses the same moments; what the threads and the disk do meanwhile differs. */
	readonly seed: number;
	/** How often the hub is killed. */
	readonly rounds: number;
	/** Hears how many rounds are over. */
	readonly onRound?: (round: number) => void;
};

export type CrashResult = {
	/** Sentences about what must not be; none when every promise was kept. */
	readonly faults: readonly string[];
	readonly kills: number;
	/** Of them, those while the hub was starting. */
	readonly killsAtStart: number;
	readonly acknowledged: number;
	/** Answers to readings that had been answered before. */
	readonly repeats: number;
	readonly blocks: number;
};

/** Kills of one ledger; then a new one begins, and the making of it is cut short first. */
const killsPerLedger = 10;
const startKillShare = 0.2;
/** A start takes about 150 ms: some of these moments are before it has begun to do anything, some after. */
const startMsMax = 250;
/** Acknowledgements until the hub is killed, and then some time, so that it falls anywhere in a commit. */
const acknowledgedMax = 1_500;
const lingerUsMax = 4_000;
const roundTimeoutMs = 15_000;

/** One run, until the rounds are over or something is wrong: a hub that does not start, for instance. */
export async function runCrashes({seed, rounds, onRound = () => {}}: CrashOptions): Promise<CrashResult> {
	const random = createRandom(seed);
	const total = {faults: [] as string[], kills: 0, killsAtStart: 0, acknowledged: 0, repeats: 0, blocks: 0};
	while (total.kills < rounds && total.faults.length === 0) {
		const life = new Life(random);
		const killsMax = Math.min(killsPerLedger, rounds - total.kills);
		try {
			for (let kill = 0; kill < killsMax && life.book.faults.length === 0; kill++) {
				const atStart = kill === 0 || random.chance(startKillShare);
				if (atStart) await life.killAtStart();
				else await life.killAtWork();
				if (atStart) total.killsAtStart++;
				onRound(++total.kills);
			}
			await life.end();
		} catch (error) {
			life.book.fault(String(error));
		}
		const {faults, acknowledged, repeats, chain} = life.book;
		total.faults.push(...faults);
		total.acknowledged += acknowledged;
		total.repeats += repeats;
		total.blocks += chain.length;
	}
	return total;
}

/** A data folder, those who send readings to it, and what they were told. */
class Life {
	readonly book = new ReadingBook();
	readonly #random: Random;
	readonly #folder = makeFolder('data');
	readonly #submitters: readonly Submitter[];

	constructor(random: Random) {
		this.#random = random;
		const {book} = this;
		this.#submitters = [
			new LiveSubmitter({book, random, outstanding: 1}),
			new LiveSubmitter({book, random, outstanding: 32}),
			new LiveSubmitter({book, random, outstanding: 16, copies: 2}),
			new PlainSubmitter({book, random, outstanding: 1}),
			new PlainSubmitter({book, random, outstanding: 16}),
		];
	}

	/** Starts the hub and kills it before, or just after, it is ready. */
	async killAtStart(): Promise<void> {
		const child = spawnHub(this.#hubOptions);
		const ended = once(child, 'close');
		await sleep(this.#random.below(startMsMax));
		child.kill('SIGKILL');
		await ended;
	}

	/** Starts the hub, compares what it has kept, and kills it while readings come in. */
	async killAtWork(): Promise<void> {
		const target = this.#random.below(acknowledgedMax);
		const lingerUs = this.#random.below(lingerUsMax);
		await using hub = await this.#resume();
		const enough = this.book.acknowledged + target;
		await this.#until(`${target} acknowledgements`, () => this.book.acknowledged >= enough);
		await sleep(lingerUs / 1_000);
		await hub.kill();
		await Promise.all(this.#submitters.map(submitter => submitter.left()));
	}

	/** Lets everybody who sends ids get his last answers, stops the hub, and compares the whole chain. */
	async end(): Promise<void> {
		for (const submitter of this.#submitters) submitter.finish();
		await using hub = await this.#resume();
		const settled = () => this.#submitters.every(({unanswered}) => unanswered === 0);
		await this.#until('answers to everything that was sent with an id', settled);
		await hub.stop();
		await Promise.all(this.#submitters.map(submitter => submitter.left()));
		this.#compare();
	}

	async #until(what: string, isSo: () => boolean): Promise<void> {
		const startedMs = performance.now();
		while (!isSo() && this.book.faults.length === 0) {
			if (performance.now() - startedMs > roundTimeoutMs) throw new Error(`not in time: ${what}`);
			await sleep(1);
		}
	}

	/** Everybody is there as soon as the hub listens, and sends first what was not answered. */
	async #resume(): Promise<HubProcess> {
		const hub = await startHub(this.#hubOptions);
		await Promise.all(this.#submitters.map(submitter => submitter.join(hub.port)));
		this.#compare();
		return hub;
	}

	/** Nothing that is acknowledged by now may be missing in what is read from the disk now. */
	#compare(): void {
		const {book} = this;
		const newest = book.chain.at(-1);
		const [same, ...blocks] = readBlocks(this.#folder, newest?.index ?? 0);
		if (same === undefined) book.fault(`block ${newest?.index ?? 0} is not in the database`);
		else if (newest === undefined) book.take(same);
		else if (same.hash !== newest.hash) book.fault(`block ${newest.index} was replaced`);
		for (const block of blocks) book.take(block);
		book.compare();
	}

	get #hubOptions() {
		return {data: this.#folder, args: ['--bpm-range', '1-2147483647']};
	}
}
