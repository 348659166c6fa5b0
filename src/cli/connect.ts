import {parseAddress} from './address.ts';
import {noPinOption, plainOption, portNote, readHub, readStateFolder} from './client-options.ts';
import type {Command} from './command.ts';
import {parseSourced, readFlag} from './options.ts';
import {readScreenSettings, screenOptions} from './screen-options.ts';

/** `bchain connect`: the full-screen client. */
export const connect: Command = {
	name: 'connect',
	takes: '[HOST[:PORT]] [OPTIONS]',
	describe: 'Open the full-screen client of a hub',
	options: [plainOption, noPinOption, ...screenOptions],
	wordsMax: 1,
	examples: [
		['bchain connect', 'the hub on this machine, port 9000'],
		['bchain connect 192.168.1.20', 'a hub elsewhere'],
		['bchain connect :9100', 'another port of this machine'],
		['bchain connect --screen-reader', 'a line an event instead of a screen'],
		['bchain connect --plain tutorial.example:9000', 'the hub of the tutorial, without asking for live mode'],
	],
	epilogue: portNote,
	async run(given, environment) {
		const [text] = given.words;
		const address = text === undefined ? text : parseSourced({text, source: 'The address'}, parseAddress);
		const hub = readHub(address, environment);
		const plain = readFlag(plainOption, given, environment);
		const screen = readScreenSettings(given, environment);
		const {runConnect} = await import('../client/connect.tsx');
		const {variables: env, program} = environment;
		const state = await readStateFolder(given, environment);
		return runConnect({...hub, plain, ...screen, ...state, program, env});
	},
};
