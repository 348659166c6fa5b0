/** Everything at once for a while, and what of it stays in memory. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Benchmark, Row} from './benchmark.ts';
import {type CrowdProcess, checkCrowd, liveCrowd, openCrowd, plainCrowd, submitterOf} from './crowds.ts';
import {makeLedger} from './ledgers.ts';
import {askWelcome} from './load/probe.ts';
import type {HubWeight} from './load/weigh-hub.ts';
import {startWeighedHub} from './watched-hub.ts';

const blocks = 20_000;
const args = ['--broadcast-interval', '1s', '--broadcast-limit', '256KiB', '--stall-timeout', '5s'];
const listeners = {plain: 100, live: 200} as const;
const visitors = {plain: 100, stuck: 20} as const;
/** More than fit in the text that a hub keeps in memory: from then on it should hold no more than it does. */
const warmUpReadings = 160_000;
const warmUp = {request: 'add', outstanding: 512, perSecond: null} as const;
const warmUpTimeoutMs = 120_000;
const readings = {request: 'add', outstanding: 64, perSecond: 500} as const;
const questions = {request: '/status', outstanding: 16, perSecond: 20} as const;
const visitMs = 2_000;
const weighEachMs = 5_000;
const minutes = {short: 1, large: 10} as const;
const settleMs = 3_000;
const rssGoal = 10;
const heapGoal = 2;

export const soak: Benchmark = {
	name: 'soak',
	title: 'soak: readers, senders, visitors and stuck ones, while blocks are added; floor: the first half',
	async run({bin, large, progress}) {
		using ledger = await makeLedger(blocks, progress);
		await using hub = await startWeighedHub(bin, {data: ledger.path, args});
		progress('soak: warming up');
		await warm(hub.port);
		await using load = await MixedLoad.start(hub.port);
		await sleep(settleMs);
		const weights = [await hub.look()];
		const total = Math.round(((large ? minutes.large : minutes.short) * 60_000) / weighEachMs);
		for (let i = 1; i <= total; i++) {
			progress(`soak: ${i} of ${total}`);
			await load.visit(weighEachMs);
			weights.push(await hub.look());
		}
		const readingsAdded = await load.check();
		return describe(weights, readingsAdded);
	},
};

/** Fills what a hub fills once. */
async function warm(port: number): Promise<void> {
	await using submitter = openCrowd(await submitterOf(port, warmUp));
	await submitter.connect();
	await submitter.submit();
	const deadlineMs = performance.now() + warmUpTimeoutMs;
	while ((await submitter.look()).accepted < warmUpReadings && performance.now() < deadlineMs)
		await sleep(200);
	await submitter.stopSubmitting();
	checkCrowd(await submitter.look(), 1);
}

/** Those who stay, and those who come and go meanwhile. */
class MixedLoad {
	readonly #staying: readonly (readonly [CrowdProcess, number])[];
	readonly #submitter: CrowdProcess;
	readonly #visiting: readonly CrowdProcess[];

	private constructor(
		staying: readonly (readonly [CrowdProcess, number])[],
		submitter: CrowdProcess,
		visiting: readonly CrowdProcess[],
	) {
		this.#staying = staying;
		this.#submitter = submitter;
		this.#visiting = visiting;
	}

	static async start(port: number): Promise<MixedLoad> {
		const submitter = openCrowd(await submitterOf(port, readings));
		const asker = openCrowd({...plainCrowd(port, 1), submit: questions});
		const plain = openCrowd(plainCrowd(port, listeners.plain));
		const live = openCrowd(await liveCrowd(port, listeners.live));
		const visiting = [
			openCrowd(plainCrowd(port, visitors.plain)),
			openCrowd({...plainCrowd(port, visitors.stuck), reads: false}),
			// It catches up from the first block on, most of which are in the ledger only.
			openCrowd({...plainCrowd(port, 1), live: {welcome: await askWelcome(port), from: 0, parent: null}}),
		];
		const staying = [
			[submitter, 1],
			[asker, 1],
			[plain, listeners.plain],
			[live, listeners.live],
		] as const;
		for (const [crowd] of staying) await crowd.connect();
		await submitter.submit();
		await asker.submit();
		return new MixedLoad(staying, submitter, visiting);
	}

	/** Visitors come and go for so long. */
	async visit(durationMs: number): Promise<void> {
		const untilMs = performance.now() + durationMs;
		while (performance.now() < untilMs) {
			await Promise.all(this.#visiting.map(crowd => crowd.connect()));
			await sleep(visitMs);
			await Promise.all(this.#visiting.map(crowd => crowd.leave()));
			// What they have gathered is given back.
			for (const [crowd] of this.#staying) await crowd.look();
		}
	}

	/** Throws when something was lost or wrong; gives the readings that were acknowledged. */
	async check(): Promise<number> {
		const {highest, accepted} = await this.#stopSubmitting();
		const [, , , [live]] = this.#staying as unknown as [unknown, unknown, unknown, readonly [CrowdProcess]];
		await live.settle({kind: 'live', highest});
		for (const [crowd, connections] of this.#staying) checkCrowd(await crowd.look(), connections);
		for (const crowd of this.#visiting) checkCrowd({...(await crowd.look()), lost: {}}, 0);
		return accepted;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		for (const [crowd] of this.#staying) await crowd[Symbol.asyncDispose]();
		for (const crowd of this.#visiting) await crowd[Symbol.asyncDispose]();
	}

	async #stopSubmitting(): Promise<{readonly highest: number; readonly accepted: number}> {
		await this.#submitter.stopSubmitting();
		return this.#submitter.look();
	}
}

/**
 * What was lost is still there at the end, what somebody was just using is not: so the least of each half counts.
 */
function describe(weights: readonly HubWeight[], added: number): readonly Row[] {
	const middle = Math.ceil(weights.length / 2);
	const row = (what: string, of: (weight: HubWeight) => number, most: number): Row => {
		const values = weights.map(of);
		const group = `the least after a collection, ${added.toLocaleString('en')} readings`;
		const [floor, ours] = [Math.min(...values.slice(0, middle)), Math.min(...values.slice(middle))];
		return {group, what, floor, ours, goal: {kind: 'above', most}};
	};
	return [
		row('MB of memory', ({rssMegabytes}) => rssMegabytes, rssGoal),
		row('MB of objects', ({heapMegabytes}) => heapMegabytes, heapGoal),
		row('MB of buffers', ({bufferMegabytes}) => bufferMegabytes, heapGoal),
	];
}
