import type {Readable, Writable} from 'node:stream';
import {anyBpm, isSentence, nothingSent, readBpm, Sender} from './sender.ts';

export interface SendOptions {
	readonly host: string;
	readonly port: number;
	/** Readings as they were typed; none, or a single `-`, reads them from `stdin`, one a line. */
	readonly bpms: readonly string[];
	readonly stdin?: Readable | null;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/** The folder of what is remembered from one run to the next; nothing is unless given. */
	readonly stateFolder?: string | undefined;
	/**
	 * How long to go on without any progress, in milliseconds. Unless given: 10 s, and in plain mode as long as
	 * a broadcast of a tutorial hub takes.
	 */
	readonly timeoutMs?: number;
	/** Writes results as JSON, one object a line. */
	readonly json?: boolean;
	/** How the program is started, as in `npx bchain`; `bchain` unless given. */
	readonly program?: string;
	readonly stdout?: Writable;
	readonly stderr?: Writable;
}

/**
 * Adds readings and says of each, as soon as it is known, in which block it is: one line on `stdout` for each
 * that is in the chain, everything else on `stderr`. Resolves to the exit code: 0 when all are, 3 when those that
 * are not are queued at a front, 1 when one is not or it is not known, 2 when an argument is no BPM that this hub takes; then nothing was sent.
 */
export async function runSend(options: SendOptions): Promise<number> {
	const {bpms, program = 'bchain', stdin = process.stdin, stderr = process.stderr} = options;
	const isArgument = bpms.length > 0 && !(bpms.length === 1 && bpms[0] === '-');
	if (!isArgument && stdin === null) {
		stderr.write(`There is no BPM to send: give one, as in "${program} send 72".\n`);
		return 2;
	}
	const wrong = isArgument ? bpms.map(text => readBpm(text, anyBpm)).find(isSentence) : undefined;
	if (wrong !== undefined) {
		stderr.write(`${wrong} ${nothingSent}\n`);
		return 2;
	}
	const sender = new Sender(options);
	try {
		if (!(await sender.ready())) return 1;
		if (isArgument) return await sender.sendAll(bpms);
		return await sender.sendLines(stdin!);
	} finally {
		await sender.close();
	}
}
