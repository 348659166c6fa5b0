import {BchainError} from '../core/errors.ts';
import {isClearlyAddress} from './address.ts';
import {
	hubOption,
	noPinOption,
	plainOption,
	portNote,
	readHub,
	readStateFolder,
	readTimeout,
	timeoutOption,
} from './client-options.ts';
import type {Command} from './command.ts';
import {quote, readFlag, readValue} from './options.ts';

const to = hubOption('to', 'The hub to send to');

/** `bchain send`: adds readings, from the command line or from standard input, one a line. */
export const send: Command = {
	name: 'send',
	takes: '[BPM...] [OPTIONS]',
	describe: 'Add readings to a chain and wait until they are stored',
	options: [to, plainOption, noPinOption, timeoutOption],
	wordsMax: Infinity,
	takesNegatives: true,
	examples: [
		['bchain send 72', 'one reading to the hub on this machine'],
		['bchain send 72 88 99 --to 192.168.1.20', 'three, in this order, to a hub elsewhere'],
		['seq 60 90 | bchain send', 'from standard input, one a line'],
	],
	epilogue: `Exit code 0 means that every reading is in the chain, 1 that one is not or that it is not known, 2 wrong use, 3 that what is missing is queued at the hub, a front, and becomes a block by itself.\n\n${portNote}`,
	async run(given, environment) {
		refuseAddress(given.words);
		const hub = readHub(readValue(to, given, environment), environment);
		const settings = {
			plain: readFlag(plainOption, given, environment),
			...(await readStateFolder(given, environment)),
			...readTimeout(given, environment),
			// Nobody who forgot the BPM should sit in front of a program that waits for them to type it.
			...(given.words.length === 0 && environment.stdinIsTerminal && {stdin: null}),
		};
		const {runSend} = await import('../client/headless/send.ts');
		const {program} = environment;
		return runSend({...hub, ...settings, program, bpms: given.words});
	},
};

/** Nothing is sent where one of the words was meant as the hub. */
function refuseAddress(words: readonly string[]): void {
	const address = words.find(isClearlyAddress);
	if (address === undefined) return;
	const sentence = `${quote(address)} is no BPM; did you mean --to ${quote(address).slice(1, -1)}?`;
	throw new BchainError('OPTION_INVALID', sentence, {value: address});
}
