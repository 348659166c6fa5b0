import {formatAddress} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {askedHubOption, portNote, readNamedHub, readTimeout, timeoutOption} from './client-options.ts';
import type {Command} from './command.ts';
import {type FlagOption, readFlag} from './options.ts';

const json: FlagOption = {kind: 'flag', name: 'json', describe: 'Print one JSON object'};

/** `bchain status`: how a hub does. */
export const status: Command = {
	name: 'status',
	takes: '[HOST[:PORT]] [OPTIONS]',
	describe: 'Ask a hub how it does',
	options: [
		askedHubOption,
		json,
		{...timeoutOption, describe: 'How long to wait for the answer', shownDefault: '5s'},
	],
	wordsMax: 1,
	examples: [
		['bchain status', 'the hub on this machine'],
		['bchain status 192.168.1.20', 'a hub elsewhere'],
		['bchain status --json | jq .waiting', 'for other programs'],
	],
	epilogue:
		'It prints what the hub says of itself; nothing of it is verified ("bchain verify" does that). ' +
		'docs/operations.md says what each name means. Exit code 0 means that the hub answered, 1 that it did ' +
		`not, 2 wrong use.\n\n${portNote}`,
	async run(given, environment) {
		const hub = readNamedHub(askedHubOption, given.words[0], given, environment);
		const isJson = readFlag(json, given, environment);
		const {readHubStatus} = await import('../client/headless/status.ts');
		const answer = await readHubStatus({...hub, ...readTimeout(given, environment)});
		if (!answer.ok) throw new BchainError('HUB_UNREACHABLE', answer.reason, hub);
		const address = formatAddress(hub.host, hub.port);
		if (isJson) {
			const {formatJson} = await import('./verdict.ts');
			process.stdout.write(formatJson(answer.status));
		} else {
			const {formatHubStatus} = await import('./status-text.ts');
			process.stdout.write(formatHubStatus(address, answer.status));
		}
		return 0;
	},
};
