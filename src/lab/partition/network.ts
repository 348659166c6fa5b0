import {join} from 'node:path';
import {ChainColumns} from '../../client/chain-columns.ts';
import {openHubLink} from '../../client/hub-link.ts';
import type {HubLink, LinkEvent} from '../../client/link-event.ts';
import {type HubChild, startHubChild} from '../hub-child.ts';
import {makeLabFolder, removeLabFolder} from '../lab-folder.ts';
import {type Chains, compareChains} from './comparison.ts';
import {confirmReadings, findPlaced} from './readings.ts';
import {type Action, isOne, type LabState} from './state.ts';
import {
	endsOf,
	type HubName,
	hubNames,
	type PerHub,
	perHub,
	type WireName,
	wireNames,
	wiresOf,
} from './topology.ts';
import {Wire} from './wire.ts';

const host = '127.0.0.1';
/** A lab that is left alone for an hour with a pulse and a cut link is still healed by itself. */
const reorgLimit = 10_000;

export interface NetworkOptions {
	/** The file of the program, for Node. */
	readonly bin: string;
	/** The state as it is; what happens is told to `on`, and is in it then. */
	readonly read: () => LabState;
	readonly on: (action: Action) => void;
}

interface Member {
	child: HubChild | null;
	link: HubLink | null;
	/** While it listens. */
	port: number | null;
	/** The port that it had the last time. */
	lastPort: number;
	/** Whether the person has killed it. */
	isKilled: boolean;
}

/**
 * Three hubs as processes of their own on free ports of this machine, the wires between them, and a client for each.
 * Nothing of it is left after `close`, nor when this process ends in any other way: the hubs end with it, and their
 * folder is removed by it or, after a kill -9, by the next lab.
 */
export class LabNetwork {
	readonly #options: NetworkOptions;
	readonly #folder: string;
	readonly #wires = new Map<WireName, Wire>();
	readonly #members: PerHub<Member> = perHub(() => {
		return {child: null, link: null, port: null, lastPort: 0, isKilled: false};
	});
	readonly #none = new ChainColumns();
	#isClosing = false;

	private constructor(options: NetworkOptions) {
		this.#options = options;
		this.#folder = makeLabFolder();
		process.once('exit', this.#abandon);
	}

	/** Makes the folder and the wires, and starts the hubs without waiting for them. Throws FILE_UNAVAILABLE. */
	static async open(options: NetworkOptions): Promise<LabNetwork> {
		const network = new LabNetwork(options);
		try {
			for (const name of wireNames) await network.#openWire(name);
		} catch (error) {
			await network.close();
			throw error;
		}
		for (const hub of hubNames) void network.start(hub);
		return network;
	}

	/** The verified chains, to be read. */
	get chains(): Chains {
		return perHub(hub => this.#members[hub].link?.chain ?? this.#none);
	}

	cut(wire: WireName): void {
		this.#wires.get(wire)?.cut();
	}

	heal(wire: WireName): void {
		this.#wires.get(wire)?.heal();
	}

	/** Hands readings over to the client of a hub; one that is not there gets them later. */
	submit(hub: HubName, bpms: readonly number[]): void {
		const {link} = this.#members[hub];
		if (!link) this.#options.on({kind: 'remark', text: `Hub ${hub} has not started yet.`});
		for (const bpm of bpms) link?.submit(bpm);
	}

	/** Ends a hub as a power cut would. */
	kill(hub: HubName): void {
		const member = this.#members[hub];
		if (!member.child) return;
		member.isKilled = true;
		member.child.kill();
	}

	/** Starts a hub that does not run, with what it had stored. */
	async start(hub: HubName): Promise<void> {
		const member = this.#members[hub];
		if (member.child || this.#isClosing) return;
		member.isKilled = false;
		const child = startHubChild({
			bin: this.#options.bin,
			data: join(this.#folder, hub),
			port: member.lastPort,
			cwd: this.#folder,
			args: ['--reorg-limit', String(reorgLimit), ...this.#peerArguments(hub)],
		});
		member.child = child;
		this.#options.on({kind: 'process', hub, process: 'starting'});
		void child.ended.then(() => this.#ended(hub, child));
		const listening = await child.listening;
		if (this.#isClosing || member.child !== child) return;
		if (listening.ok) this.#listens(hub, listening.port);
	}

	/** Ends the hubs and removes everything that they wrote. */
	async close(): Promise<void> {
		this.#isClosing = true;
		const members = Object.values(this.#members);
		await Promise.all(members.map(({link}) => link?.close()));
		// What they store is thrown away: there is nothing to be saved by asking them.
		for (const {child} of members) child?.kill();
		await Promise.all(members.map(({child}) => child?.ended));
		await Promise.all([...this.#wires.values()].map(wire => wire.close()));
		removeLabFolder(this.#folder);
		process.off('exit', this.#abandon);
	}

	/** The process ends without a chance to wait for anything. */
	readonly #abandon = (): void => {
		for (const {child} of Object.values(this.#members)) child?.kill();
		removeLabFolder(this.#folder);
	};

	async #openWire(name: WireName): Promise<void> {
		const [, answers] = endsOf(name);
		const wire = await Wire.open({
			target: () => this.#members[answers].port,
			onChange: state => this.#options.on({kind: 'wire', wire: name, state}),
		});
		this.#wires.set(name, wire);
		this.#options.on({kind: 'wire', wire: name, state: wire.state, port: wire.port});
	}

	#peerArguments(hub: HubName): readonly string[] {
		const dialled = wiresOf(hub).filter(wire => endsOf(wire)[0] === hub);
		return dialled.flatMap(wire => ['--peer', `${host}:${this.#wires.get(wire)!.port}`]);
	}

	#listens(hub: HubName, port: number): void {
		const member = this.#members[hub];
		const isElsewhere = member.lastPort !== 0 && member.lastPort !== port;
		member.port = port;
		member.lastPort = port;
		this.#options.on({kind: 'process', hub, process: 'up', port});
		for (const wire of wiresOf(hub)) this.#wires.get(wire)!.connect();
		if (member.link && !isElsewhere) member.link.retryNow();
		else member.link = this.#follow(hub, port);
	}

	#follow(hub: HubName, port: number): HubLink {
		// Without a memory: these hubs are gone when the lab is.
		return openHubLink({host, port, plain: false, on: event => this.#take(hub, event)});
	}

	#ended(hub: HubName, child: HubChild): void {
		const member = this.#members[hub];
		if (member.child !== child) return;
		member.child = null;
		member.port = null;
		if (this.#isClosing) return;
		if (member.isKilled) this.#options.on({kind: 'process', hub, process: 'killed'});
		else
			void child.listening.then(result =>
				this.#failed(hub, result.ok ? 'it ended by itself' : result.reason),
			);
	}

	#failed(hub: HubName, reason: string): void {
		this.#options.on({kind: 'process', hub, process: 'failed', reason});
	}

	#take(hub: HubName, event: LinkEvent): void {
		const {on, read} = this.#options;
		const {chains} = this;
		const movesBlocks = event.kind === 'chain' || event.kind === 'replaced';
		on({kind: 'link', hub, event, ...(movesBlocks && {comparison: compareChains(chains)})});
		if (!movesBlocks && event.kind !== 'reading' && event.kind !== 'putAgain') return;
		for (const placed of findPlaced(read().readings, hub, chains[hub])) on({kind: 'placed', ...placed});
		const state = read();
		const confirmed = isOne(state) ? confirmReadings(state.readings, chains) : null;
		if (confirmed !== state.confirmed) on({kind: 'confirmed', confirmed});
	}
}
