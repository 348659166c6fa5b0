import {formatAddress} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {nameCommands} from '../core/program-name.ts';
import type {ChainSource} from './chain-source.ts';
import {plainOption, readHub, readTimeout, timeoutOption} from './client-options.ts';
import type {Command} from './command.ts';
import type {Environment} from './environment.ts';
import {type FlagOption, type Given, readFlag} from './options.ts';
import type {Finding, VerdictSource} from './verdict.ts';

const json: FlagOption = {kind: 'flag', name: 'json', describe: 'Print the verdict as one JSON object'};

/** `bchain verify`: recomputes every hash and every link of a chain, wherever it is. */
export const verify: Command = {
	name: 'verify',
	takes: 'FILE | DIR | HOST:PORT [OPTIONS]',
	describe: 'Recompute a chain and say whether it holds',
	options: [json, plainOption, timeoutOption],
	wordsMax: 1,
	word: 'file, folder or address',
	examples: [
		['bchain verify chain.json', 'an array or one block a line, as any program of the tutorial writes it'],
		['bchain verify ~/heart', 'a data folder, also while a hub runs on it'],
		['bchain verify localhost:9000', 'a running hub'],
		['curl -s localhost:8080 | bchain verify -', 'part 1 of the tutorial, from standard input'],
	],
	epilogue:
		'What is there as a file or folder is taken as that, also where it looks like an address; "-" is standard ' +
		'input. A file may be CSV as exported, a backup, or what nc has shown: of several arrays, the newest that ' +
		'is complete is taken.\n\nExit code 0 means valid, 1 broken, 2 that it cannot be read.',
	async run(given, environment) {
		const [text] = given.words;
		if (text === undefined) {
			const sentence =
				'There is nothing to verify: name a file, a folder or a hub, as in "bchain verify chain.json".';
			throw new BchainError('OPTION_INVALID', sentence);
		}
		const isJson = readFlag(json, given, environment);
		const {formatFinding, formatFindingJson, verdictCodes} = await import('./verdict.ts');
		const {finding, source} = await examine(text, given, environment);
		if (isJson) process.stdout.write(formatFindingJson(finding, source));
		else {
			const {stdout, stderr} = formatFinding(finding, source);
			process.stderr.write(nameCommands(stderr, environment.program));
			process.stdout.write(stdout);
		}
		return verdictCodes[finding.kind];
	},
};

async function examine(
	text: string,
	given: Given,
	environment: Environment,
): Promise<{readonly finding: Finding; readonly source: VerdictSource}> {
	const {findSource} = await import('./chain-source.ts');
	let source: VerdictSource | undefined;
	try {
		const found = findSource(text);
		source = {kind: found.kind, name: nameSource(found, text, environment)};
		return {finding: await examineSource(found, given, environment), source};
	} catch (error) {
		const isWrongUse =
			source !== undefined && error instanceof BchainError && error.code === 'OPTION_INVALID';
		if (!(error instanceof BchainError) || isWrongUse) throw error;
		return {
			finding: {kind: 'unreadable', sentence: error.message},
			source: source ?? {kind: 'file', name: text},
		};
	}
}

/** A hub is named with its host and port, also where `:9000` was typed. */
function nameSource(source: ChainSource, text: string, environment: Environment): string {
	if (source.kind !== 'hub') return text;
	const {host, port} = readHub(source.address, environment);
	return formatAddress(host, port);
}

async function examineSource(source: ChainSource, given: Given, environment: Environment): Promise<Finding> {
	const {createProgressBar} = await import('./progress-bar.ts');
	const {findAtHub, findInLedger, findInText} = await import('./findings.ts');
	const progress = createProgressBar('Verifying');
	try {
		if (source.kind === 'hub') {
			const {readHubChain} = await import('../client/headless/hub-chain.ts');
			const hub = readHub(source.address, environment);
			const settings = {plain: readFlag(plainOption, given, environment), ...readTimeout(given, environment)};
			return findAtHub(await readHubChain({...hub, ...settings, onProgress: progress.show}));
		}
		if (source.kind === 'ledger') {
			const {checkLedger} = await import('../server/ledgers/ledger-check.ts');
			return findInLedger(checkLedger(source.path, progress.show), source.path);
		}
		const {judgeFile} = await import('./chain-file.ts');
		const path = source.kind === 'file' ? source.path : null;
		return findInText(await judgeFile(path, progress.show), path ?? 'Standard input');
	} finally {
		progress.clear();
	}
}
