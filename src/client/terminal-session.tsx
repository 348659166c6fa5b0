import type {ReadStream, WriteStream} from 'node:tty';
import {render} from 'ink';
import {routeToken} from './keys/control.ts';
import {KeyStream} from './keys/key-stream.ts';
import type {HubLink, LinkEvent} from './link-event.ts';
import {formatCount, formatMany} from './screen/format.ts';
import {detectTheme, type Theme} from './screen/theme.ts';
import {findUndelivered} from './state/readings.ts';
import {createState, type State, tipOf} from './state/state.ts';
import {createStore} from './state/store.ts';
import {createSuspension} from './suspension.ts';
import {App} from './views/App.tsx';

export interface TerminalSessionOptions {
	/** The hub's address as people write it. */
	readonly address: string;
	readonly joinHint?: string | undefined;
	/** The command that starts a hub at this address, where that is for this machine to do. */
	readonly serveHint?: string | undefined;
	/** Whether what is not delivered at the end is kept for the next time. */
	readonly keepsReadings?: boolean;
	readonly env: NodeJS.ProcessEnv;
	readonly stdin: ReadStream;
	readonly stdout: WriteStream;
	/** Opens the link to the hub; every event goes to `on`. */
	readonly open: (on: (event: LinkEvent) => void) => HubLink;
}

/** How a session ended. */
export interface SessionEnd {
	readonly exitCode: number;
	/** One line about what came of it. */
	readonly summary: string;
}

/** Leaving on a signal, with the exit code that shells know for it. */
const signals = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;
const hangUp = 129;
const eraseScreen = '\x1b[2J\x1b[H';
/** How others join is shown for this long. */
const joinHintMs = 20_000;

/**
 * Shows the full-screen client until the person or a signal ends it. However it ends, the terminal is as it
 * was before; an error of ours is thrown after that.
 */
export async function runTerminalSession(options: TerminalSessionOptions): Promise<SessionEnd> {
	const {env, stdin, stdout, open} = options;
	const theme = detectTheme({env, platform: process.platform, colourDepth: stdout.getColorDepth()});
	const store = createStore(beginState(options, theme));
	const end = Promise.withResolvers<number>();
	const link = open(event => store.dispatch({kind: 'link', event}));
	const redraw = (): void => void stdout.emit('resize');
	const suspension = createSuspension({stdin, stdout, redraw});
	const surface = {link, redraw, suspend: suspension.suspend, leave: () => end.resolve(0)};
	const keys = new KeyStream(stdin, token => routeToken(token, store, surface));
	const app = <App store={store} readBlocks={() => link.chain} theme={theme} />;

	// Before Ink's own listener, so that Ink finds a screen of the new size, and nothing left of the old one.
	const resize = (): void => {
		instance.clear();
		stdout.write(eraseScreen);
		store.dispatch({kind: 'resized', columns: stdout.columns, rows: stdout.rows});
		instance.rerender(app);
	};
	stdout.on('resize', resize);
	const instance = render(app, {
		stdin: keys as unknown as NodeJS.ReadStream,
		stdout,
		alternateScreen: true,
		incrementalRendering: true,
		interactive: true,
		// The store paces what is drawn; with the same pace Ink would skip every other frame, just missing it.
		maxFps: 60,
		exitOnCtrlC: false,
	});
	instance.waitUntilExit().then(() => end.resolve(0), end.reject);
	const forget = listenForTheEnd({stdin, stdout}, end);
	try {
		const exitCode = await end.promise;
		return {exitCode, summary: summarise(store.state, options.keepsReadings)};
	} finally {
		stdout.off('resize', resize);
		suspension.close();
		store.close();
		instance.unmount();
		await instance.waitUntilExit().catch(() => {});
		await link.close();
		forget();
	}
}

function beginState({address, joinHint, serveHint, stdout}: TerminalSessionOptions, {chips}: Theme): State {
	const {columns, rows} = stdout;
	const hint = joinHint === undefined ? undefined : {text: joinHint, untilMs: Date.now() + joinHintMs};
	return createState({address, columns, rows, chips, joinHint: hint, serveHint});
}

/** Everything besides a key that ends a session: signals, a terminal that is gone, our own errors. */
function listenForTheEnd(
	{stdin, stdout}: Pick<TerminalSessionOptions, 'stdin' | 'stdout'>,
	end: PromiseWithResolvers<number>,
): () => void {
	const handlers = Object.entries(signals).map(
		([signal, code]) => [signal, () => end.resolve(code)] as const,
	);
	const gone = (): void => end.resolve(hangUp);
	const fail = (error: unknown): void => end.reject(error);
	for (const [signal, handler] of handlers) process.on(signal, handler);
	process.on('uncaughtException', fail);
	process.on('unhandledRejection', fail);
	stdin.on('end', gone).on('error', gone);
	stdout.on('error', gone);
	return () => {
		for (const [signal, handler] of handlers) process.off(signal, handler);
		process.off('uncaughtException', fail);
		process.off('unhandledRejection', fail);
		stdin.off('end', gone).off('error', gone);
		stdout.off('error', gone);
	};
}

/** What is worth knowing after the screen is gone: how far the chain is, what was added, what was not. */
export function summarise({address, chain, readings, phase}: State, keepsReadings = false): string {
	const tip = tipOf(chain);
	const lost = findUndelivered(readings);
	const kept = keepsReadings ? ', kept for the next time' : '';
	const height = tip < 0 ? `${address}: no block seen` : `${address} is at height ${formatCount(tip)}`;
	const parts = [
		phase.kind === 'alarm' ? `${address} does not have the past it had, and is not trusted` : height,
		`${formatMany(readings.added, 'reading')} added`,
		...(lost.length > 0 ? [`not delivered: ${lost.map(({bpm}) => bpm).join(' ')}${kept}`] : []),
	];
	return parts.join(' · ');
}
