import type {Buffer} from 'node:buffer';
import type {Block, Tip} from '../../core/block.ts';
import {readForkReports} from '../../core/fork.ts';
import {limits} from '../../core/limits.ts';
import {type HubMessage, parseHubMessage, type Welcome} from '../../core/live-message.ts';
import {NextBlocks} from '../../core/next-block.ts';
import type {LinkState, Mode, SessionEnd, Wire} from './link-state.ts';
import {LiveAnswers} from './live-answers.ts';
import {LiveChain} from './live-chain.ts';
import {LivePast} from './live-past.ts';
import {compareFrom} from './remembered.ts';
import {SignsOfLife} from './signs-of-life.ts';

/** The version of the protocol that this client speaks. */
const protocolVersion = 1;

/**
 * Live mode on one connection (protocol sections 4 to 6): has the hub compared with what is remembered, and asks
 * for what is missing. Lines of the hub are given to `take`.
 */
export class LiveMode implements Mode {
	readonly #link: LinkState;
	readonly #wire: Wire;
	readonly #answers: LiveAnswers;
	readonly #past: LivePast;
	readonly #chain: LiveChain;
	readonly #life: SignsOfLife;
	#welcome: Welcome | null = null;
	/** `/from` is answered, or was not asked: blocks are for us, and readings may be sent. */
	#following = false;
	/** Whether the chain has reached the height of the welcome. */
	#caughtUp = false;
	#fromTimer: NodeJS.Timeout | undefined;
	#left = false;

	constructor(link: LinkState, wire: Wire) {
		this.#link = link;
		this.#wire = wire;
		this.#answers = new LiveAnswers(link, reason => this.#fault(reason));
		this.#past = new LivePast(link, wire, () => this.#begin());
		this.#chain = new LiveChain(link, {
			answers: this.#answers,
			past: this.#past,
			genesis: () => this.#welcome!.genesis,
			fault: reason => this.#fault(reason),
			lost: reason => wire.end({kind: 'lost', reason}),
		});
		this.#life = new SignsOfLife(wire, link.timing.signOfLifeMs);
	}

	get verdict(): SessionEnd | null {
		return this.#past.verdict;
	}

	/** Takes a line, which is there only until this returns; null for one that is longer than allowed. */
	take(line: Buffer | null): void {
		const {tip} = this.#chain;
		if (line === null) this.#fault(`a line is longer than ${limits.hubLineBytesMax} bytes`);
		else if (tip && this.#wantsBlocks && !this.#past.isAsking && NextBlocks.areIn(line))
			this.#takeNext(line, tip);
		else this.#takeText(line.toString('utf8'));
	}

	get #wantsBlocks(): boolean {
		return this.#following && this.#link.wantsChain;
	}

	#takeText(line: string): void {
		const parsed = parseHubMessage(line);
		if (!parsed.ok) this.#fault(parsed.reason);
		else if (this.#past.isAsking) this.#past.take(parsed.message);
		else this.#takeMessage(parsed.message);
	}

	pump(): void {
		if (!this.#following || !this.#welcome || this.#left || this.#past.isAsking) return;
		for (;;) {
			const reading = this.#link.readings.nextFlight(this.#welcome.ledger);
			if (!reading) return;
			this.#wire.write(`/add ${reading.id} ${reading.bpm}\n`);
		}
	}

	leave(): void {
		this.#left = true;
		clearTimeout(this.#fromTimer);
		this.#past.leave();
	}

	#takeMessage(message: HubMessage): void {
		switch (message.kind) {
			case 'welcome':
				this.#takeWelcome(message.welcome);
				break;
			case 'from':
				this.#takeFrom(message.index);
				break;
			case 'blocks':
				// Before `from`, blocks newer than the welcome may come; `from` brings them again.
				if (this.#wantsBlocks) this.#takeBlocks(message.blocks);
				break;
			case 'rollback':
				if (this.#wantsBlocks) this.#chain.rollBack(message.from);
				break;
			case 'queued':
				this.#link.readings.queued(message.id);
				this.pump();
				break;
			case 'accepted':
			case 'refused':
			case 'moved':
				this.#answers.take(message);
				this.pump();
				break;
			case 'status':
				this.#link.emit({kind: 'status', status: message.status});
				this.#life.answer();
				break;
			case 'peers':
			case 'fork':
			case 'putAgain':
				this.#link.emit(message);
				break;
			case 'answer':
				this.#takeAnswer(message.answer);
				break;
			case 'bye':
				this.#link.emit({
					kind: 'notice',
					tone: 'warn',
					text: `The hub says goodbye: ${message.reason}`,
					passing: true,
				});
				this.#wire.end({kind: 'lost', reason: `the hub closed the connection: ${message.reason}`});
				break;
			default:
		}
	}

	/** Only the forks are asked for here. */
	#takeAnswer({forks}: Extract<HubMessage, {kind: 'answer'}>['answer']): void {
		const reports = forks === undefined ? null : readForkReports(forks);
		if (reports) this.#link.emit({kind: 'forks', forks: reports});
	}

	#takeWelcome(welcome: Welcome): void {
		if (this.#welcome) {
			this.#fault('it sent a second welcome');
			return;
		}
		if (welcome.version !== protocolVersion) {
			this.#fault(`it speaks version ${welcome.version} of the protocol, not ${protocolVersion}`);
			return;
		}
		this.#welcome = welcome;
		this.#past.judge(welcome);
	}

	/** The hub has the past that it had, as far as it was asked. */
	#begin(): void {
		const welcome = this.#welcome!;
		this.#link.emit({kind: 'hub', hub: {welcome, live: true}});
		this.#wire.worked();
		this.#link.readings.meetLedger(welcome.ledger);
		if (this.#link.wantsChain) this.#askFrom();
		else this.#follow();
	}

	#askFrom(): void {
		const {chain, timing} = this.#link;
		this.#wire.write(`/from ${chain.tip ? JSON.stringify(chain.locator) : 0}\n`);
		this.#fromTimer = setTimeout(
			() => this.#wire.end({kind: 'lost', reason: 'the hub did not say where its chain goes on'}),
			timing.fromTimeoutMs,
		);
	}

	#takeFrom(from: number): void {
		const {chain, past} = this.#link;
		const {promises, tip} = past;
		if (this.#following || !promises) return;
		const next = chain.columns.tipIndex + 1;
		if (from > next) {
			this.#fault(`it goes on from block ${from}, and block ${next} is the next`);
			return;
		}
		clearTimeout(this.#fromTimer);
		const comparison = tip && compareFrom(chain.locator, tip, promises, from);
		if (comparison?.kind === 'alarm') {
			this.#past.raise(comparison.reason);
			return;
		}
		this.#chain.goOnFrom(from);
		this.#follow();
	}

	#follow(): void {
		this.#following = true;
		if (!this.#reachTarget()) this.#link.setPhase({kind: 'catchingUp', target: this.#welcome!.height});
		this.pump();
	}

	/** Whether the chain is where the welcome said that it is; the first time, everybody hears of it. */
	#reachTarget(): boolean {
		const {chain, wantsChain} = this.#link;
		const {height, tip, reorgLimit} = this.#welcome!;
		if (this.#caughtUp) return true;
		if (wantsChain && chain.columns.tipIndex < height) return false;
		if (wantsChain && reorgLimit === 0 && chain.columns.hashAt(height) !== tip) {
			this.#fault(`its block ${height} is not the one that its welcome announced`);
			return true;
		}
		this.#caughtUp = true;
		if (wantsChain) {
			chain.setFault(null);
			this.#past.reached();
			// Where no block is ever replaced there are no forks; an older hub refuses the command, which is no matter.
			if (this.#link.wantsForks && reorgLimit > 0) this.#wire.write('/forks\n');
		}
		this.#link.allIsWell();
		this.#link.setPhase({kind: 'live'});
		return true;
	}

	/** Blocks that are most likely the next ones. */
	#takeNext(line: Buffer, tip: Tip): void {
		this.#life.show();
		const rest = this.#chain.takeNext(line, tip);
		if (rest === null) this.#reachTarget();
		else if (rest !== false) this.#takeText(rest);
	}

	#takeBlocks(blocks: readonly Block[]): void {
		this.#life.show();
		if (this.#chain.take(blocks)) this.#reachTarget();
	}

	#fault(reason: string): void {
		this.#wire.end({kind: 'fault', reason});
	}
}
