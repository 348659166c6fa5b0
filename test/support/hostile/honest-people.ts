/** Those who use a hub as it is meant, and must feel nothing of what others do to it. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {HubProcess} from '../hub-process.ts';
import {connectSocket} from '../socket-client.ts';
import {HonestFollower} from './honest-follower.ts';
import {HonestNc} from './honest-nc.ts';
import {HonestScreen} from './honest-screen.ts';
import {Latencies} from './latencies.ts';

/** What a person may have to wait for an answer, on a machine that has other things to do. */
const deadlineMs = 2_000;
/** And whoever comes new, for the first prompt. */
const newcomerDeadlineMs = 10_000;
/** Between two readings of one person. */
const restMs = 200;
/** Every reading has a BPM of its own, of four digits: so many fit into the columns of the screen. */
const ncFirst = 1_000;
const screenFirst = 5_000;

/**
 * One with `nc`, one with the full-screen client, a program that follows the chain, and those who look in for a
 * moment. Whoever of them has to wait too long makes the run fail.
 */
export class HonestPeople {
	readonly #hub: HubProcess;
	readonly #nc: HonestNc;
	readonly #screen: HonestScreen;
	readonly #follower: HonestFollower;
	readonly #latencies = {nc: new Latencies(), screen: new Latencies(), newcomer: new Latencies()};
	/** The readings of each, in the order in which they were acknowledged. */
	readonly added = {nc: [] as number[], screen: [] as number[]};
	/** No reading of theirs has a smaller BPM. */
	readonly firstBpm = ncFirst;

	private constructor(hub: HubProcess, nc: HonestNc, screen: HonestScreen) {
		this.#hub = hub;
		this.#nc = nc;
		this.#screen = screen;
		this.#follower = new HonestFollower(hub.port);
	}

	/** Joins the hub. A first reading of `nc` appears as a row on the screen. */
	static async join(hub: HubProcess): Promise<HonestPeople> {
		const nc = new HonestNc(hub.port);
		await nc.join();
		const people = new HonestPeople(hub, nc, await HonestScreen.open(hub.address));
		await people.showReading();
		return people;
	}

	/** Adds a reading with `nc` and waits for its row on the screen, where nobody else adds any. */
	async showReading(): Promise<void> {
		await this.#addByNc();
		await this.#screen.untilShown(new RegExp(` ${this.added.nc.at(-1)} .*✓`), deadlineMs);
	}

	/** All of them do what they came for, now and then, for so long. */
	async goOn(ms: number): Promise<void> {
		const endMs = performance.now() + ms;
		const repeat = async (act: () => Promise<void>): Promise<void> => {
			while (performance.now() < endMs) {
				await act();
				await sleep(restMs);
			}
		};
		const acts = [() => this.#addByNc(), () => this.#addOnScreen(), () => this.#lookIn()];
		await Promise.all(acts.map(repeat));
	}

	/** What was not as it must be, a phrase each. */
	get faults(): readonly string[] {
		const {notLive, looks} = this.#screen;
		return [
			...this.#nc.faults.map(fault => `nc: ${fault}`),
			...this.#follower.faults.map(fault => `follower: ${fault}`),
			...notLive.slice(0, 1).map(screen => `${notLive.length} of ${looks} screens were not live:\n${screen}`),
			...(this.#nc.broadcasts === 0 ? ['nc: no broadcast has come'] : []),
		];
	}

	/** Connections that they have made. */
	get connections(): number {
		return 3 + this.#latencies.newcomer.count;
	}

	/** How long they had to wait, for people. */
	describe(): string {
		return Object.entries(this.#latencies)
			.map(([who, latencies]) => `${who}: ${latencies.describe()}`)
			.join('\n');
	}

	/** Leaves as people do; gives the exit code of the full-screen client. */
	async leave(): Promise<number> {
		this.#follower[Symbol.dispose]();
		await this.#nc[Symbol.asyncDispose]();
		return this.#screen.leave();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#follower[Symbol.dispose]();
		await this.#nc[Symbol.asyncDispose]();
		await this.#screen[Symbol.asyncDispose]();
	}

	/** Everybody sees what is added with `nc`, and the screen says that it has verified it. */
	async #addByNc(): Promise<void> {
		const {nc} = this.added;
		const bpm = ncFirst + nc.length;
		await this.#latencies.nc.measure(() => this.#nc.add(bpm, deadlineMs));
		nc.push(bpm);
		const index = await this.#follower.find(bpm, deadlineMs);
		await this.#screen.untilVerified(index + 1, deadlineMs);
	}

	async #addOnScreen(): Promise<void> {
		const {screen} = this.added;
		const bpm = screenFirst + screen.length;
		const said = await this.#latencies.screen.measure(() => this.#screen.add(bpm, deadlineMs));
		screen.push(bpm);
		const index = await this.#follower.find(bpm, deadlineMs);
		if (index !== said)
			throw new Error(`the screen says that ${bpm} is in block ${said}, and it is in ${index}`);
	}

	async #lookIn(): Promise<void> {
		await this.#latencies.newcomer.measure(async () => {
			await using newcomer = await connectSocket(this.#hub.port);
			await newcomer.until('Enter a new BPM:', newcomerDeadlineMs);
		});
	}
}
