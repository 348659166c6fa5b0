import {verifyChain} from '../../src/core/verify.ts';
import {checkBlocks, checkReadings} from './sim-checks.ts';
import {SimEdge} from './sim-edge.ts';
import {SimHub, type SimHubOptions} from './sim-hub.ts';
import {SimReadings} from './sim-readings.ts';
import type {World} from './world.ts';

const tickMs = 250;
export type Topology = 'ring' | 'line' | 'star' | 'random';

/** Hubs and who dials whom, with what is checked about all of them. */
export class SimNetwork {
	readonly world: World;
	readonly hubs: readonly SimHub[];
	readonly edges: readonly SimEdge[];
	/** What must never be. */
	readonly faults: string[] = [];
	/** Hubs that never come back. */
	readonly lost = new Set<SimHub>();

	constructor(
		world: World,
		options: {
			readonly hubs: number;
			readonly topology: Topology;
			readonly delayMs: () => number;
			readonly bytesPerMs: () => number;
		} & Omit<SimHubOptions, 'readings'>,
	) {
		this.world = world;
		const {reorgLimit, skewMs, clockStepMs} = options;
		const readings = new SimReadings();
		this.hubs = Array.from(
			{length: options.hubs},
			(_, name) => new SimHub(world, name, {reorgLimit, skewMs, clockStepMs, readings}),
		);
		this.edges = connect(world, options.hubs, options.topology).map(([a, b]) => {
			const [delayMs, bytesPerMs] = [options.delayMs(), options.bytesPerMs()];
			return new SimEdge(world, [this.hubs[a]!, this.hubs[b]!], delayMs, bytesPerMs, this.faults);
		});
	}

	get up(): readonly SimHub[] {
		return this.hubs.filter(hub => hub.isUp);
	}

	/** Starts a hub and lets those at its edges connect. */
	async start(hub: SimHub): Promise<void> {
		if (hub.isUp || this.lost.has(hub)) return;
		await hub.start();
		hub.beginning.expect(this.edges.filter(({hubs}) => hubs[0] === hub).map(({name}) => name));
		for (const reading of hub.unanswered.values()) hub.submit(reading);
		const tick = (): void => {
			if (!hub.isUp) return;
			hub.tick();
			this.world.after(tickMs, tick);
		};
		this.world.after(this.world.between(0, tickMs), tick);
		for (const edge of this.edges) if (edge.hubs.includes(hub)) edge.dial();
	}

	crash(hub: SimHub): void {
		if (!hub.isUp) return;
		hub.crash();
		for (const edge of this.edges) if (edge.hubs.includes(hub)) edge.cut();
	}

	/** Whether all hubs that are not lost can reach each other when `hub` is, too. */
	isConnectedWithout(hub: SimHub): boolean {
		const rest = this.hubs.filter(other => other !== hub && !this.lost.has(other));
		const reached = new Set(rest.slice(0, 1));
		for (const from of reached) {
			for (const {hubs} of this.edges) {
				const to = hubs[0] === from ? hubs[1] : hubs[1] === from ? hubs[0] : from;
				if (rest.includes(to)) reached.add(to);
			}
		}
		return rest.length > 1 && reached.size === rest.length;
	}

	/** Cuts every edge between the hubs of `group` and all others. */
	part(group: ReadonlySet<SimHub>): void {
		for (const edge of this.edges) if (group.has(edge.hubs[0]) !== group.has(edge.hubs[1])) edge.forbid();
	}

	heal(): void {
		for (const edge of this.edges) edge.allow();
	}

	/** Whether all that are up have the same chain and nothing waits. */
	get isSettled(): boolean {
		const {up} = this;
		return up.every(({hub}) => hub.tip.hash === up[0]!.hub.tip.hash && hub.waiting === 0);
	}

	/** Goes on until `isDone`, at most so long. */
	async until(isDone: () => boolean, forMs: number): Promise<boolean> {
		const end = this.world.now + forMs;
		while (!isDone()) {
			if (this.world.now >= end || this.isBroken) return false;
			await this.world.runUntil(this.world.now + 100);
		}
		return true;
	}

	/** Goes on until all have had the same chain for so long, in at most `forMs`. */
	async untilQuiet(quietMs: number, forMs: number): Promise<boolean> {
		let tip = '';
		let sinceMs = this.world.now;
		return this.until(() => {
			const now = this.isSettled ? (this.up[0]?.hub.tip.hash ?? '') : '';
			if (now === '' || now !== tip) sinceMs = this.world.now;
			tip = now;
			return this.world.now - sinceMs >= quietMs;
		}, forMs);
	}

	get isBroken(): boolean {
		return this.faults.length > 0 || this.hubs.some(hub => hub.faults.length > 0);
	}

	/** After healing: all chains are equal and valid, and every reading that was acknowledged is there once. */
	async checkSettled(): Promise<void> {
		const {up, faults} = this;
		for (const {name, hub} of up) {
			if (hub.tip.hash !== up[0]!.hub.tip.hash)
				faults.push(`hub ${name} ends in block ${hub.tip.index}, hub ${up[0]!.name} in another one`);
			if (hub.waiting > 0) faults.push(`${hub.waiting} readings still wait at hub ${name}`);
		}
		const chain = await up[0]!.chain();
		const verdict = verifyChain(chain);
		if (!verdict.ok) faults.push(`the chain is not valid: ${verdict.detail}`);
		faults.push(...(await checkBlocks(chain, this.hubs, this.lost)));
		for (const hub of up) faults.push(...(await checkReadings(chain, hub)));
	}
}

function connect(world: World, hubs: number, topology: Topology): [number, number][] {
	const all = Array.from({length: hubs}, (_, i) => i);
	if (topology === 'star') return all.slice(1).map(i => [i, 0]);
	const line = all
		.slice(1)
		.map((i): [number, number] => [i, topology === 'random' ? world.whole(0, i - 1) : i - 1]);
	if (topology === 'line' || hubs < 3) return line;
	if (topology === 'ring') return [...line, [0, hubs - 1]];
	const more = Array.from({length: world.whole(0, hubs)}, (): [number, number] => {
		const a = world.whole(1, hubs - 1);
		return [a, world.whole(0, a - 1)];
	});
	return [...line, ...more];
}
