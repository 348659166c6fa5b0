import {BchainError} from '../core/errors.ts';
import {isClearlyAddress, parseAddress} from './address.ts';
import {askedHubOption, readNamedHub, readTimeout, timeoutOption} from './client-options.ts';
import type {Command} from './command.ts';
import {type FlagOption, type Given, parseSourced, readFlag} from './options.ts';

const json: FlagOption = {kind: 'flag', name: 'json', describe: 'Print one JSON object'};

/** `bchain peers`: with whom a hub is linked, how forks were settled, and what a person decides about that. */
export const peers: Command = {
	name: 'peers',
	takes: '[HOST:PORT | accept PEER | adopt-readings] [OPTIONS]',
	describe: 'Show the hubs that a hub is linked with and the last forks, or settle what they cannot',
	options: [
		askedHubOption,
		json,
		{...timeoutOption, describe: 'How long to wait for the answer', shownDefault: '5s'},
	],
	wordsMax: 2,
	word: 'decision and one peer',
	examples: [
		['bchain peers', 'the peers of the hub on this machine, and the last forks'],
		['bchain peers 192.168.1.20:9000', 'those of a hub elsewhere'],
		['bchain peers --hub 192.168.1.20 --json', 'for other programs'],
		['bchain peers accept 192.168.1.20:9000', "take this diverged peer's chain, whatever it replaces"],
		['bchain peers adopt-readings', 'put readings of hubs that will never come back on the chain again'],
	],
	epilogue:
		'PEER is an address as "bchain peers" shows it. A hub takes decisions only from its own machine. ' +
		'docs/operations.md says what each state means and when to decide what. Exit code 0 means that the hub ' +
		'answered or did it, 1 that it did not, 2 wrong use.',
	async run(given, environment) {
		const [first, ...others] = given.words;
		const address = first !== undefined && others.length === 0 && isClearlyAddress(first) ? first : undefined;
		const decision = address === undefined ? readDecision(given) : null;
		const hub = {
			...readNamedHub(askedHubOption, address, given, environment),
			...readTimeout(given, environment),
		};
		const isJson = readFlag(json, given, environment);
		const {decide, readForks, readPeers} = await import('../client/headless/peers.ts');
		if (decision !== null) {
			const reply = await decide(hub, decision);
			if (!reply.ok) throw new BchainError('HUB_UNREACHABLE', reply.reason);
			await print(isJson, {done: reply.value}, reply.value);
			return 0;
		}
		const reply = await readPeers(hub);
		if (!reply.ok) throw new BchainError('HUB_UNREACHABLE', reply.reason);
		const forks = await readForks(hub);
		const {formatPeerReports} = await import('../core/peer-report.ts');
		const {formatForkReports} = await import('../core/fork-text.ts');
		const {toForkValue} = await import('../core/fork.ts');
		const {peers: reports, upstream} = reply.value;
		const told = formatPeerReports(reports, upstream);
		const tables = [told, ...(forks.length > 0 ? [formatForkReports(forks)] : [])];
		await print(isJson, {...reply.value, forks: forks.map(toForkValue)}, tables.join('\n\n'));
		return 0;
	},
};

/** The words as `/peers` takes them; null where nothing is to be decided. Throws OPTION_INVALID. */
function readDecision({words: [verb, peer]}: Given): string | null {
	if (verb === undefined) return null;
	if (verb === 'accept' && peer !== undefined) {
		parseSourced({text: peer, source: 'The peer'}, parseAddress);
		return `accept ${peer}`;
	}
	if (verb === 'adopt-readings' && peer === undefined) return verb;
	const sentence =
		verb === 'accept'
			? '"bchain peers accept" needs the address of a peer, as in "bchain peers accept 192.168.1.20:9000".'
			: '"bchain peers" stands alone, or with "accept PEER", or with "adopt-readings".';
	throw new BchainError('OPTION_INVALID', sentence, {value: verb});
}

async function print(isJson: boolean, value: object, text: string): Promise<void> {
	const {formatJson} = await import('./verdict.ts');
	process.stdout.write(isJson ? formatJson(value) : `${text}\n`);
}
