/**
 * A stand-in for the tutorial's Go hub (part 2, "networking"): the rune rule, a genesis block with an empty
 * hash, Go's timestamps, silence for lines that are no number, the whole chain at an interval that counts
 * from each connection's own start, and a prompt for readings that it loses.
 */
import type {TutorialBlock} from '../../../src/core/block.ts';
import {hashBlock} from '../../../src/core/hash-rule.ts';
import {type ScriptedHub, startScriptedHub} from './scripted-hub.ts';

const prompt = 'Enter a new BPM:';

export type TutorialHub = ScriptedHub & {
	readonly chain: readonly TutorialBlock[];
	/** Adds a block, as another client would. */
	readonly add: (bpm: bigint) => void;
	/** Breaks every connection and begins with a new genesis block, as a restarted hub does. */
	readonly restart: () => void;
	/** What was broadcast may be changed here. */
	broadcastText: (chain: readonly TutorialBlock[]) => string;
};

export type TutorialHubOptions = {
	readonly intervalMs: number;
	/** Whether the reading is prompted for and lost; `count` is how many readings came before it. */
	readonly loses?: (bpm: bigint, count: number) => boolean;
	/** Whether a reading is prompted for; always unless given. */
	readonly prompts?: () => boolean;
	readonly port?: number;
};

export async function startTutorialHub(options: TutorialHubOptions): Promise<TutorialHub> {
	const {intervalMs, loses = () => false, prompts = () => true, port} = options;
	let chain = [makeGenesis()];
	let count = 0;
	const add = (bpm: bigint) => void chain.push(seal(chain.at(-1)!, bpm));
	const hub = await startScriptedHub(({socket, write}) => {
		write(prompt);
		const timer = setInterval(() => write(tutorialHub.broadcastText(chain)), intervalMs);
		socket.on('close', () => clearInterval(timer));
		let rest = '';
		socket.on('data', data => {
			const lines = (rest + data.toString()).split('\n');
			rest = lines.pop()!;
			for (const line of lines) {
				// A line that strconv.Atoi does not take is only logged.
				if (!/^[+-]?[0-9]+$/.test(line)) continue;
				if (!loses(BigInt(line), count++)) add(BigInt(line));
				if (prompts()) write(`\n${prompt}`);
			}
		});
	}, port);
	const tutorialHub: TutorialHub = {
		...hub,
		get chain() {
			return chain;
		},
		add,
		restart: () => {
			chain = [makeGenesis()];
			hub.disconnect();
		},
		broadcastText: formatTutorialChain,
	};
	return tutorialHub;
}

function makeGenesis(): TutorialBlock {
	return {index: 0, timestamp: goTimestamp(), bpm: 0n, hash: '', prevHash: ''};
}

function seal(parent: TutorialBlock, bpm: bigint): TutorialBlock {
	const fields = {index: parent.index + 1, timestamp: goTimestamp(), bpm, hash: '', prevHash: parent.hash};
	return {...fields, hash: hashBlock('rune', fields)};
}

/** As `time.Now().String()` writes it, with a monotonic clock that never repeats. */
function goTimestamp(): string {
	const iso = new Date().toISOString();
	const nanoseconds = String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0');
	return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${nanoseconds} +0000 UTC m=+${process.uptime().toFixed(9)}`;
}

/** As `json.Marshal` writes it: compact. */
export function formatTutorialChain(chain: readonly TutorialBlock[]): string {
	return `[${chain.map(formatTutorialBlock).join(',')}]`;
}

export function formatTutorialBlock({index, timestamp, bpm, hash, prevHash}: TutorialBlock): string {
	return `{"Index":${index},"Timestamp":${JSON.stringify(timestamp)},"BPM":${bpm},"Hash":"${hash}","PrevHash":"${prevHash}"}`;
}
