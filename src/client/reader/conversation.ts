import type {ChainColumns} from '../chain-columns.ts';
import {parseGoTo, readBlockName} from '../find/go-to.ts';
import {nameBlock, parseQuery, type Query} from '../find/query.ts';
import {countBetween, type Direction, findNext} from '../find/search.ts';
import type {HubLink} from '../link-event.ts';
import {formatMany} from '../screen/format.ts';
import {alarmOf, consentWord} from '../state/alarm-state.ts';
import {findAsking, findUndelivered, isWithdrawable} from '../state/readings.ts';
import {isDoubtful, rangeOf, type State, tipOf} from '../state/state.ts';
import {parseRequest, type Request, requestHelp} from './request.ts';
import {speakBlock, speakReasons} from './spoken-block.ts';
import {speakStanding} from './spoken-event.ts';
import {listForks, listPeers} from './spoken-network.ts';

interface Partners {
	readonly readState: () => State;
	readonly link: Pick<HubLink, 'chain' | 'submit' | 'withdraw' | 'resend' | 'trust' | 'retryNow'>;
	readonly leave: () => void;
}

/** What is decided with yes or no. */
type Question = {readonly kind: 'add'; readonly bpms: readonly number[]} | {readonly kind: 'leave'};

/** Answers what is typed in the screen-reader mode, line by line. */
export class Conversation {
	readonly #partners: Partners;
	#question: Question | null = null;
	/** The block that was read last; null: none yet. */
	#at: number | null = null;
	#query: Query | null = null;

	constructor(partners: Partners) {
		this.#partners = partners;
	}

	/** Does what a line asks for and gives the lines that answer it. */
	answer(line: string): readonly string[] {
		const request = parseRequest(line, rangeOf(this.#state));
		const question = this.#question;
		this.#question = null;
		if (question && request.kind === 'yes') return this.#confirm(question);
		// An n after a question is no, and nothing else.
		if (question && (request.kind === 'no' || request.kind === 'nextMatch')) return ['Nothing was done.'];
		return this.#do(request);
	}

	get #state(): State {
		return this.#partners.readState();
	}

	get #blocks(): ChainColumns {
		return this.#partners.link.chain;
	}

	#do(request: Request): readonly string[] {
		switch (request.kind) {
			case 'add':
				return this.#add(request.bpms);
			case 'look':
				return this.#look(request.text, index => [this.#speak(index)]);
			case 'why':
				return this.#look(request.text === '' ? '+0' : request.text, index =>
					speakReasons(this.#blocks, index, this.#state.chain.rule ?? 'decimal'),
				);
			case 'find':
				return this.#find(request.text);
			case 'nextMatch':
				return this.#findAgain(1);
			case 'previousMatch':
				return this.#findAgain(-1);
			case 'last':
				return this.#readLast(request.count);
			case 'readings':
				return this.#listReadings();
			case 'peers':
				return listPeers(this.#state.network);
			case 'forks':
				return listForks(this.#state.network);
			case 'send':
				return this.#each('send', findAsking(this.#state.readings), id => this.#partners.link.resend(id));
			case 'drop': {
				const droppable = this.#state.readings.burst.filter(isWithdrawable);
				return this.#each('drop', droppable, id => this.#partners.link.withdraw(id));
			}
			case 'retry':
				this.#partners.link.retryNow();
				return this.#state.phase.kind === 'waiting'
					? ['Trying to connect.']
					: ['There is no waiting attempt to connect.'];
			case 'accept':
				return this.#partners.link.trust()
					? ['The new chain is trusted from now on.']
					: [`There is no alarm: ${consentWord} does nothing.`];
			case 'help':
				return requestHelp;
			case 'quit':
				return this.#quit();
			case 'wrong':
				return [request.sentence];
			case 'yes':
			case 'no':
				return ['There is no question.'];
			default:
				return [this.#standing()];
		}
	}

	#confirm(question: Question): readonly string[] {
		if (question.kind === 'leave') this.#partners.leave();
		else for (const bpm of question.bpms) this.#partners.link.submit(bpm);
		return [];
	}

	#add(bpms: readonly number[]): readonly string[] {
		const isDoubted = isDoubtful(this.#state);
		if (bpms.length === 1 && !isDoubted) {
			this.#partners.link.submit(bpms[0]!);
			return [];
		}
		this.#question = {kind: 'add', bpms};
		const why = isDoubted ? "This hub's chain does not hold. " : '';
		return [`${why}Add ${formatMany(bpms.length, 'reading')}: ${bpms.join(' ')}? Type y or n.`];
	}

	#look(text: string, speak: (index: number) => readonly string[]): readonly string[] {
		const {firstIndex: first, tipIndex: last} = this.#blocks;
		const parsed = parseGoTo(text, {first, last, selected: Math.min(this.#at ?? last, last)});
		if (!parsed.ok) return [parsed.reason];
		this.#at = parsed.index;
		return speak(parsed.index);
	}

	#find(text: string): readonly string[] {
		const block = readBlockName(text);
		if (block !== null) return this.#look(block, index => [this.#speak(index)]);
		const parsed = nameBlock(parseQuery(text), this.#blocks.tipIndex);
		if (!parsed.ok) return [parsed.reason];
		this.#query = parsed.query;
		const instead = parsed.instead === undefined ? '' : ` (${parsed.instead})`;
		const {firstIndex, tipIndex} = this.#blocks;
		const count = countBetween(this.#blocks, parsed.query, firstIndex, tipIndex);
		const said = `Finding ${parsed.readAs}${instead}: ${formatMany(count, 'match', 'matches')}.`;
		return count === 0 ? [said] : [said, ...this.#findAgain(1)];
	}

	#findAgain(direction: Direction): readonly string[] {
		if (!this.#query) return ['Nothing was looked for yet. Type / and what to find.'];
		const from = this.#at ?? (direction === 1 ? this.#blocks.firstIndex - 1 : this.#blocks.tipIndex + 1);
		const found = findNext(this.#blocks, this.#query, from, direction);
		if (!found) return ['There is no such block.'];
		this.#at = found.index;
		const end = direction === 1 ? 'start' : 'end';
		return [...(found.wrapped ? [`Going on from the ${end} of the chain.`] : []), this.#speak(found.index)];
	}

	#readLast(count: number): readonly string[] {
		const {firstIndex, tipIndex} = this.#blocks;
		if (tipIndex < firstIndex) return [speakStanding(this.#state)];
		const from = Math.max(firstIndex, tipIndex - count + 1);
		this.#at = tipIndex;
		return Array.from({length: tipIndex - from + 1}, (_, at) => this.#speak(from + at));
	}

	#speak(index: number): string {
		return speakBlock(this.#blocks.blockAt(index)!, this.#state.readings.own.has(index));
	}

	#listReadings(): readonly string[] {
		const open = findUndelivered(this.#state.readings);
		if (open.length === 0) return ['No reading is waiting.'];
		return open.map(
			({bpm, state, reason}) => `${bpm}: ${state}${reason === undefined ? '' : `, ${reason}`}.`,
		);
	}

	#each(
		verb: string,
		readings: readonly {readonly id: string}[],
		act: (id: string) => boolean,
	): readonly string[] {
		if (readings.length === 0) return [`There is no reading to ${verb}.`];
		for (const {id} of readings) act(id);
		return [];
	}

	#quit(): readonly string[] {
		const open = findUndelivered(this.#state.readings);
		if (open.length === 0) {
			this.#partners.leave();
			return [];
		}
		this.#question = {kind: 'leave'};
		const list = open.map(({bpm}) => bpm).join(' ');
		return [`${formatMany(open.length, 'reading')} not delivered: ${list}. Leave all the same? Type y or n.`];
	}

	#standing(): string {
		const {phase, status, address} = this.#state;
		const {upstream, upstreamState} = status ?? {};
		if (alarmOf(this.#state))
			return `Alarm. Type ${consentWord} to trust the new chain of ${address}, or q to leave.`;
		const where: Readonly<Record<typeof phase.kind, string>> = {
			connecting: 'Connecting.',
			negotiating: 'Connected, negotiating.',
			catchingUp: 'Catching up.',
			live: 'Live.',
			plain: 'Plain mode.',
			waiting: 'No connection.',
			alarm: 'Alarm.',
			closed: 'Closed.',
		};
		const here = status ? ` ${formatMany(status.connections, 'connection')} at the hub.` : '';
		const newest = this.#blocks.bpmAt(tipOf(this.#state.chain));
		const bpm = newest === undefined ? '' : ` The newest BPM is ${newest}.`;
		const isThere = upstreamState === 'live' ? '' : ', which is away';
		const front = upstream === undefined ? '' : ` It is a front for the hub at ${upstream}${isThere}.`;
		return `${where[phase.kind]} ${speakStanding(this.#state)}${bpm}${here}${front}`;
	}
}

/** What is said first. */
export function greet(address: string, joinHint: string | undefined): readonly string[] {
	const greeting = `bchain, screen-reader mode, hub ${address}. A number and Enter adds a reading; ? lists what else can be typed.`;
	return joinHint === undefined ? [greeting] : [greeting, joinHint];
}
