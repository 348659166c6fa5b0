/** What a hub uses of the machine, looked at again and again. Only where the system has /proc. */
import {readdirSync, readFileSync} from 'node:fs';

const pageBytes = 4_096;
const lookMs = 100;

export class HubResources {
	readonly #pid: number;
	readonly #timer: NodeJS.Timeout;
	/** The most memory in RAM that was seen, in bytes; 0 where it cannot be seen. */
	rssBytesMax = 0;
	/** The most descriptors that were seen open. */
	descriptorsMax = 0;

	constructor(pid: number) {
		this.#pid = pid;
		this.#timer = setInterval(() => this.#look(), lookMs);
		this.#look();
	}

	/** Descriptors that are open now. */
	get descriptors(): number {
		return process.platform === 'linux' ? readdirSync(`/proc/${this.#pid}/fd`).length : 0;
	}

	#look(): void {
		if (process.platform !== 'linux') return;
		this.descriptorsMax = Math.max(this.descriptorsMax, this.descriptors);
		const pages = Number(readFileSync(`/proc/${this.#pid}/statm`, 'utf8').split(' ')[1]);
		this.rssBytesMax = Math.max(this.rssBytesMax, pages * pageBytes);
	}

	[Symbol.dispose](): void {
		clearInterval(this.#timer);
	}
}
