import {hubLine} from '../core/live-message.ts';
import type {Request} from '../core/request.ts';
import {answerReading} from './answer-reading.ts';
import type {Answers} from './answers.ts';
import {giveAnswer, type Query} from './commands.ts';
import {followFrom} from './follow-from.ts';
import type {Outbox} from './outbox.ts';
import type {Caller, Reception} from './peers/peers-contract.ts';
import type {SessionContext} from './session-context.ts';
import {liveVoice, type Voice} from './voice.ts';

/** A connection whose lines ask for something. */
export interface Asker extends Caller {
	/** How it is answered at present. */
	readonly voice: Voice;
	readonly outbox: Outbox;
	/** A reading has come: what it may send at once is one less. */
	spend(): void;
	/** From now on it is in live mode. */
	becomeLive(): void;
	/** It is another hub, whose link takes over. */
	becomePeer(reception: Reception & {readonly ok: true}): void;
	/** It wants to go, or has to. */
	leave(reason: 'quit' | 'left'): void;
}

/** Does what the lines of a connection ask for, and answers them in their order (protocol sections 2 to 5). */
export class SessionRequests {
	readonly #asker: Asker;
	readonly #context: SessionContext;
	readonly #answers: Answers;
	/** It has asked for live mode, and gets it when that can be served. */
	#wantsLive = false;

	constructor(asker: Asker, context: SessionContext, answers: Answers) {
		this.#asker = asker;
		this.#context = context;
		this.#answers = answers;
	}

	/** Takes a line and what it was read as. */
	take(line: string, request: Request): void {
		switch (request.kind) {
			case 'empty': {
				const {empty} = this.#asker.voice;
				if (empty !== null) this.#answers.add(empty);
				return;
			}
			case 'reading':
				this.#submit(line, request.bpm);
				return;
			case 'add':
				this.#submit(line, request.bpm, request.id);
				return;
			case 'bad':
				this.refuse(line, request.reason, request.id);
				return;
			case 'live':
				this.#goLive(line);
				return;
			case 'pong':
			case 'from':
				if (!this.#isLive)
					this.refuse(
						line,
						`/${request.kind} works in live mode only: type /live first. Type /help for help.`,
					);
				else if (request.kind === 'from')
					this.#answers.add(() => followFrom(request.from, this.#context, this.#asker.outbox));
				return;
			case 'peer':
				this.#goPeer(line, request.hello);
				return;
			case 'quit':
				this.#asker.leave('quit');
				return;
			default:
				this.#query(line, request);
		}
	}

	/** Live mode can be served from now on. */
	liveBegins(): void {
		if (this.#wantsLive) this.#goLive('/live');
	}

	/** Says in the place of a line why it was not taken; `reason` is a sentence. */
	refuse(line: string, reason: string, id?: string): void {
		this.#context.counters.refused++;
		this.#answers.add(this.#asker.voice.refused(line, reason, id));
	}

	get #isLive(): boolean {
		return this.#asker.voice === liveVoice;
	}

	#submit(line: string, bpm: number, id?: string): void {
		const {name, voice} = this.#asker;
		this.#asker.spend();
		answerReading({line, bpm, id, from: name}, this.#context, voice, this.#answers);
	}

	#query(line: string, query: Query): void {
		const {voice, isLocal, outbox} = this.#asker;
		const {self, status, peers, forks} = this.#context;
		const {emptyReason} = self;
		const {reader} = self.hub;
		const context = {reader, emptyReason, status, peers, forks, isLive: this.#isLive, isLocal};
		this.#answers.add(() => giveAnswer(query, line, context, voice, outbox));
	}

	/** The welcome stands after the answers to earlier lines, and tells what is so at that moment. */
	#goLive(line: string): void {
		if (this.#isLive) {
			this.refuse(line, 'This connection is in live mode already.');
			return;
		}
		const {self} = this.#context;
		const {outbox} = this.#asker;
		if (self.liveRefusal !== null) {
			this.#wantsLive = true;
			this.refuse(line, self.liveRefusal);
			return;
		}
		this.#asker.becomeLive();
		this.#answers.add(() => {
			const {chain} = self.hub;
			outbox.text(`\n${hubLine.welcome(self.welcome())}`);
			outbox.follow(chain.version, chain.length);
		});
	}

	/** The link takes over the socket; what we say before that stands after everything said in plain mode. */
	#goPeer(line: string, hello: string): void {
		if (this.#isLive || this.#answers.waiting > 0) {
			this.refuse(line, '/peer is for other hubs, and comes first on a connection.');
			return;
		}
		const reception = this.#context.peers.receive(hello, this.#asker);
		if (reception.ok) {
			this.#asker.becomePeer(reception);
			return;
		}
		this.refuse(line, reception.reason);
		this.#asker.leave('left');
	}
}
