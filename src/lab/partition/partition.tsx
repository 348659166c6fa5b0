import {type FullScreen, openFullScreen} from '../../client/full-screen.ts';
import {KeyStream} from '../../client/keys/key-stream.ts';
import {createScreenOutput} from '../../client/output/screen-output.ts';
import {StandIns} from '../../client/output/stand-ins.ts';
import {detectDisplay} from '../../client/screen/display.ts';
import {formatMany} from '../../client/screen/format.ts';
import {listenForTheEnd} from '../../client/session-end.ts';
import {createSuspension} from '../../client/suspension.ts';
import {askBackground} from '../../client/terminal-query.ts';
import {StandInContext} from '../../client/views/StandInContext.tsx';
import type {LabOptions} from '../labs.ts';
import {routeToken, type Surface} from './control.ts';
import {playDemo} from './demo.ts';
import {LabScreen} from './LabScreen.tsx';
import {LabNetwork} from './network.ts';
import {createHeart, type Heart} from './pulse.ts';
import {countAllTaken} from './readings.ts';
import {createLabState, heightOf, isLive, type LabState} from './state.ts';
import {createLabStore, type LabStore} from './store.ts';
import {hubNames, perHub} from './topology.ts';

/** Between two readings of a hub that come by themselves. */
const pulseMs = 1_000;

/**
 * `bchain lab partition`: three hubs, their links and their clients in one terminal, until the person or a signal ends
 * it. However it ends, the terminal is as it was before, the hubs are gone and so is what they wrote. Resolves with
 * the exit code; an error of ours is thrown after that.
 */
export async function runPartition({bin, env, theme = 'auto', ascii, isDemo}: LabOptions): Promise<number> {
	const {stdin} = process;
	const query = askBackground({env, stdin, stdout: process.stdout});
	const standIns = new StandIns();
	const stdout = createScreenOutput(process.stdout, standIns);
	const surroundings = {env, platform: process.platform, colourDepth: stdout.getColorDepth()};
	const display = detectDisplay(surroundings, ascii);
	const {columns, rows} = stdout;
	const chips = display.depth > 1 && display.unicode;
	const look = {theme, ground: display.ground};
	const store = createLabStore(createLabState({columns, rows, chips, look}));
	const end = Promise.withResolvers<number>();
	const forget = listenForTheEnd({stdin, stdout}, end);
	const demo = new AbortController();
	let close: (() => Promise<void>) | undefined;
	try {
		const network = await LabNetwork.open({bin, read: () => store.state, on: store.dispatch});
		const redraw = (): void => void stdout.emit('resize');
		const suspension = createSuspension({stdin, stdout, redraw});
		const surface: Surface = {
			...{network, redraw, suspend: suspension.suspend},
			heart: createHeart(),
			report: text => query?.take(text),
			leave: () => end.resolve(0),
		};
		let isLeaving = false;
		const keys = new KeyStream(stdin, token => {
			// Whoever presses a key goes on alone.
			if (token.kind !== 'report') demo.abort();
			if (!isLeaving || token.kind === 'report') routeToken(token, store, surface);
			return [];
		});
		const stopPulse = startPulse(store, network);
		let screen: FullScreen | undefined;
		close = async () => {
			isLeaving = true;
			demo.abort();
			stopPulse();
			await query?.settle();
			suspension.close();
			store.close();
			await screen?.close();
			keys.setRawMode(false);
			await network.close();
		};
		keys.listen();
		query?.listen(ground => store.dispatch({kind: 'ground', ground}));
		if (query) await Promise.race([query.answered, end.promise]);
		const app = (
			<StandInContext value={standIns}>
				<LabScreen store={store} readChains={() => network.chains} display={display} />
			</StandInContext>
		);
		const resized = (width: number, height: number): void =>
			store.dispatch({kind: 'resized', columns: width, rows: height});
		screen = openFullScreen(app, {keys, stdout, resized, end});
		if (isDemo) void playDemo(store, key => routeToken({kind: 'key', key}, store, surface), demo.signal);
		return await end.promise;
	} finally {
		await close?.();
		forget();
		if (stdin.isRaw) stdin.setRawMode(false);
		if (close) process.stderr.write(`${summarise(store.state)}\n`);
	}
}

/** A reading a second at every hub that runs, one hub after the other, as long as the person wants that. */
function startPulse(store: LabStore, network: LabNetwork): () => void {
	const hearts = perHub((): Heart => createHeart());
	let turn = 0;
	const timer = setInterval(() => {
		const hub = hubNames[turn++ % hubNames.length]!;
		if (store.state.isAuto && isLive(store.state.hubs[hub])) network.submit(hub, [hearts[hub].beat()]);
	}, pulseMs / hubNames.length);
	return () => clearInterval(timer);
}

/** One line for whoever is back in the shell. */
function summarise(state: LabState): string {
	const {hubs} = state;
	const height = Math.max(...hubNames.map(hub => heightOf(hubs[hub])));
	const chain = height < 0 ? 'no block' : formatMany(height + 1, 'block');
	const added = formatMany(countAllTaken(state), 'reading');
	return `The lab had ${added} and ${chain}; its hubs and their folder are gone.`;
}
