import type {Buffer} from 'node:buffer';
import type {Block, Tip} from '../../core/block.ts';
import {limits} from '../../core/limits.ts';
import {type HubMessage, parseHubMessage, type Welcome} from '../../core/live-message.ts';
import {NextBlocks} from '../../core/next-block.ts';
import type {Fault} from '../../core/verify.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {Branch} from './branch.ts';
import type {LinkState, Mode, SessionEnd, Wire} from './link-state.ts';
import {LiveAnswers} from './live-answers.ts';
import {LivePast} from './live-past.ts';
import {compareFrom, notTheSame} from './remembered.ts';
import {SignsOfLife} from './signs-of-life.ts';

/** Of the blocks that a longer chain replaced, the newest ones are shown once more. */
const shownBlocksMax = 8;

/** The version of the protocol that this client speaks. */
const protocolVersion = 1;

/**
 * Live mode on one connection (protocol sections 4 to 6): has the hub compared with what is remembered, asks
 * for what is missing, and verifies every block before it is taken. Lines of the hub are given to `take`.
 */
export class LiveMode implements Mode {
	readonly #link: LinkState;
	readonly #wire: Wire;
	readonly #answers: LiveAnswers;
	readonly #past: LivePast;
	readonly #life: SignsOfLife;
	#welcome: Welcome | null = null;
	/** `/from` is answered, or was not asked: blocks are for us, and readings may be sent. */
	#following = false;
	/** Blocks that may take the place of some that are held. */
	#branch: Branch | null = null;
	/** Whether the chain has reached the height of the welcome. */
	#caughtUp = false;
	#fromTimer: NodeJS.Timeout | undefined;
	#left = false;

	constructor(link: LinkState, wire: Wire) {
		this.#link = link;
		this.#wire = wire;
		this.#answers = new LiveAnswers(link, reason => this.#fault(reason));
		this.#past = new LivePast(link, wire, () => this.#begin());
		this.#life = new SignsOfLife(wire, link.timing.signOfLifeMs);
	}

	get verdict(): SessionEnd | null {
		return this.#past.verdict;
	}

	/** Takes a line, which is there only until this returns; null for one that is longer than allowed. */
	take(line: Buffer | null): void {
		const tip = this.#branch ? null : this.#link.chain.tip;
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
				if (this.#wantsBlocks) this.#takeRollback(message.from);
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
		if (from < next) this.#branch = this.#startBranch(from);
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
		}
		this.#link.allIsWell();
		this.#link.setPhase({kind: 'live'});
		return true;
	}

	/** Blocks that are most likely the next ones: what is not is judged as anything else is. */
	#takeNext(line: Buffer, tip: Tip): void {
		this.#life.show();
		const blocks = new NextBlocks(line, tip);
		if (!this.#hold(this.#link.chain.extendNext(blocks, this.#checkBlock))) return;
		if (blocks.rest === null) this.#reachTarget();
		else this.#takeText(blocks.rest);
	}

	#takeBlocks(blocks: readonly Block[]): void {
		this.#life.show();
		let at = 0;
		while (this.#branch && at < blocks.length) {
			if (!this.#takeBranchBlock(this.#branch, blocks[at++]!)) return;
		}
		const left = at === 0 ? blocks : blocks.slice(at);
		if (left.length > 0 && !this.#hold(this.#link.chain.extend(left, this.#checkBlock))) return;
		this.#reachTarget();
	}

	/** Whether to go on: blocks that do not hold end the connection, unless they are what an alarm is about. */
	#hold(fault: Fault | null): boolean {
		if (fault && !this.#past.isAsking) this.#faultAt(fault);
		return fault === null && !this.#past.isAsking;
	}

	/** What is known of a block has to hold: of the genesis block, of those of our readings, of the pinned ones. */
	readonly #checkBlock = (block: Block): Fault | null => {
		if (block.index === 0 && block.hash !== this.#welcome!.genesis) {
			return {index: 0, reason: 'hash', detail: 'it is not the genesis block that the welcome announced'};
		}
		return this.#past.check(block) ?? this.#answers.check(block);
	};

	/** Returns false when the connection is over. */
	#takeBranchBlock(branch: Branch, block: Block): boolean {
		const step = branch.take(block);
		switch (step.kind) {
			case 'growing':
				return true;
			case 'shared':
				this.#branch = null;
				return true;
			case 'won':
				this.#branch = null;
				this.#swap(step.columns);
				return true;
			case 'forbidden':
				this.#past.raise(notTheSame(step.index));
				return false;
			case 'fault':
				this.#link.chain.setFault(step.fault);
				this.#faultAt(step.fault);
				return false;
		}
	}

	#swap(columns: ChainColumns): void {
		const {chain} = this.#link;
		const last = chain.columns.tipIndex;
		const from = columns.firstIndex;
		const replaced = chain.replaceWith(columns);
		this.#link.emit({kind: 'replaced', blocks: replaced.slice(-shownBlocksMax)});
		const which = replaced.length === 1 ? `block ${from}` : `${replaced.length} blocks, ${from} to ${last}`;
		this.#link.notice('warn', `A longer chain replaced ${which}.`);
		this.#answers.forget();
	}

	#takeRollback(from: number): void {
		if (this.#branch?.rollBack(from)) return;
		const {tipIndex} = this.#link.chain.columns;
		const newest = this.#branch ? this.#branch.tipIndex : tipIndex;
		if (from > newest + 1) this.#fault(`it takes back block ${from}, and ${newest} is the newest`);
		if (from > Math.min(newest + 1, tipIndex)) return;
		if (from === 0 && this.#link.past.mayJoin) {
			// Its next welcome names the block that its chain begins with now.
			this.#wire.end({kind: 'lost', reason: 'the hub joins a network'});
			return;
		}
		if (!this.#link.past.mayReplace(from)) {
			this.#past.raise(notTheSame(from));
			return;
		}
		this.#branch = this.#startBranch(from);
	}

	#startBranch(from: number): Branch {
		return new Branch(this.#link.chain, from, index => this.#link.past.mayReplace(index));
	}

	#faultAt({index, detail}: Fault): void {
		this.#fault(`block ${index} does not hold: ${detail}`);
	}

	#fault(reason: string): void {
		this.#wire.end({kind: 'fault', reason});
	}
}
