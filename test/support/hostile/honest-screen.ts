/** Somebody who adds readings in the full-screen client, and looks at the screen all the time. */
import {bin} from '../hub-process.ts';
import {openTerminal, type Terminal} from '../terminal.ts';

const joinMs = 10_000;
const lookMs = 50;

export class HonestScreen {
	readonly #terminal: Terminal;
	readonly #timer: NodeJS.Timeout;
	/** Screens that were looked at. */
	looks = 0;
	/** Those of them that did not say that the connection is live. */
	readonly notLive: string[] = [];

	private constructor(terminal: Terminal) {
		this.#terminal = terminal;
		this.#timer = setInterval(() => this.#look(), lookMs);
	}

	/** Opens a client of the hub, and waits until it is live. */
	static async open(address: string): Promise<HonestScreen> {
		const terminal = openTerminal(process.execPath, [bin, 'connect', address], {cols: 120, rows: 40});
		await terminal.until('● live', joinMs);
		return new HonestScreen(terminal);
	}

	/** Types a reading, and waits until it stands among the person's own readings; gives the block that it is in. */
	async add(bpm: number, deadlineMs: number): Promise<number> {
		this.#terminal.write(`${bpm}\r`);
		const said = new RegExp(String.raw`✓ ${bpm} +block ([\d,]+)`);
		const [, index] = said.exec(await this.#terminal.until(said, deadlineMs))!;
		return parseCount(index!);
	}

	/** Waits until the screen says that all blocks are verified, and that it has this many or more. */
	async untilVerified(blocks: number, deadlineMs: number): Promise<void> {
		await this.#terminal.until(screen => {
			const [, count] = /✓ all ([\d,]+) verified/.exec(screen) ?? [];
			return count !== undefined && parseCount(count) >= blocks;
		}, deadlineMs);
	}

	/** Waits until the block is a row of the table. */
	async untilShown(row: RegExp, deadlineMs: number): Promise<void> {
		await this.#terminal.until(row, deadlineMs);
	}

	/** Leaves as a person does, and gives the exit code. */
	async leave(): Promise<number> {
		clearInterval(this.#timer);
		this.#terminal.write('q');
		return (await this.#terminal.exited()).exitCode;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		clearInterval(this.#timer);
		await this.#terminal[Symbol.asyncDispose]();
	}

	#look(): void {
		this.looks++;
		const screen = this.#terminal.screen();
		if (!screen.includes('● live')) this.notLive.push(screen);
	}
}

function parseCount(text: string): number {
	return Number(text.replaceAll(',', ''));
}
