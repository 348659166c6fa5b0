import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {limits} from '../../src/core/limits.ts';
import {createLineSplitter} from '../../src/core/lines.ts';
import {parseHubMessage, type Welcome} from '../../src/core/live-message.ts';
import {createPlainStream} from '../../src/core/plain-stream.ts';
import {nowMs} from './clock.ts';
import type {LiveStart} from './live-checker.ts';

/** What a hub turned out to be (protocol section 4, "Choosing the mode"). */
export type Probe =
	| {readonly kind: 'live'; readonly welcome: Welcome}
	/** It speaks plain mode only, as the tutorial's does. */
	| {readonly kind: 'plain'}
	/** Nobody is there, or not a hub: a sentence. */
	| {readonly kind: 'none'; readonly sentence: string};

const connectTimeoutMs = 10_000;
const greetingTimeoutMs = 10_000;
const welcomeTimeoutMsMin = 2_000;
const welcomeConnectFactor = 4;

/** Asks a hub for live mode over a connection of its own. Takes at most 20 s, unless connecting itself took long. */
export async function probe(host: string, port: number): Promise<Probe> {
	const startedMs = nowMs();
	const socket = connect({host, port, noDelay: true});
	try {
		await once(socket, 'connect', {signal: AbortSignal.timeout(connectTimeoutMs)});
	} catch (error) {
		socket.destroy();
		const {code = 'no answer'} = error as NodeJS.ErrnoException;
		return {kind: 'none', sentence: `There is no hub at ${host}, port ${port}: ${code}.`};
	}
	const welcomeTimeoutMs = Math.max(welcomeTimeoutMsMin, welcomeConnectFactor * (nowMs() - startedMs));
	try {
		return await negotiate(socket, welcomeTimeoutMs);
	} finally {
		socket.destroy();
	}
}

/** Where live connections begin that want nothing older than what a hub has now. */
export function fromNow(welcome: Welcome): LiveStart {
	return {welcome, from: welcome.height + 1, parent: {index: welcome.height, hash: welcome.tip}};
}

/** The welcome of a hub that is known to speak live mode. Throws when it does not. */
export async function askWelcome(port: number): Promise<Welcome> {
	const found = await probe('127.0.0.1', port);
	if (found.kind !== 'live')
		throw new Error(found.kind === 'none' ? found.sentence : 'that hub does not speak live mode');
	return found.welcome;
}

async function negotiate(socket: Socket, welcomeTimeoutMs: number): Promise<Probe> {
	const stream = createPlainStream();
	const lines = createLineSplitter(limits.hubLineBytesMax);
	let isLive = false;
	return new Promise<Probe>(resolve => {
		const none = (reason: string): void => resolve({kind: 'none', sentence: `That is not a hub: ${reason}.`});
		const takeLive = (bytes: Uint8Array): void => {
			for (const line of lines.push(bytes)) {
				const parsed = line.kind === 'line' ? parseHubMessage(line.text) : null;
				if (parsed?.ok && parsed.message.kind === 'welcome')
					resolve({kind: 'live', welcome: parsed.message.welcome});
				else none(parsed && !parsed.ok ? parsed.reason : 'its live mode does not begin with a welcome');
			}
		};
		const take = (bytes: Uint8Array): void => {
			for (const event of stream.push(bytes)) {
				if (event.kind === 'greeting') {
					socket.write('/live\n');
					void sleep(welcomeTimeoutMs, undefined, {ref: false}).then(() => resolve({kind: 'plain'}));
				} else if (event.kind === 'fault') none(event.reason);
				else if (event.kind === 'live') {
					isLive = true;
					takeLive(event.rest);
				}
			}
		};
		socket.on('data', bytes => (isLive ? takeLive(bytes) : take(bytes)));
		socket.on('error', error => none(error.message));
		socket.on('close', () => none('it closed the connection'));
		void sleep(greetingTimeoutMs + welcomeTimeoutMs, undefined, {ref: false}).then(() =>
			none('it does not greet'),
		);
	});
}
