import type {ReadStream, WriteStream} from 'node:tty';
import {createCopier} from './copier.ts';
import {type FullScreen, openFullScreen} from './full-screen.ts';
import {routeToken} from './keys/control.ts';
import {KeyStream} from './keys/key-stream.ts';
import {mouseOff, mouseOn} from './keys/mouse.ts';
import type {HubLink, LinkEvent} from './link-event.ts';
import {createScreenOutput} from './output/screen-output.ts';
import {StandIns} from './output/stand-ins.ts';
import {type Display, detectDisplay} from './screen/display.ts';
import type {ThemeName} from './screen/themes.ts';
import {createSeeker} from './seeker.ts';
import {listenForTheEnd, type SessionEnd, summarise} from './session-end.ts';
import {createState, type State} from './state/state.ts';
import {createStore, type Store} from './state/store.ts';
import {createSuspension} from './suspension.ts';
import type {BackgroundQuery} from './terminal-query.ts';
import {App} from './views/App.tsx';
import {StandInContext} from './views/StandInContext.tsx';

export interface TerminalSessionOptions {
	/** The hub's address as people write it. */
	readonly address: string;
	readonly joinHint?: string | undefined;
	/** The command that starts a hub at this address, where that is for this machine to do. */
	readonly serveHint?: string | undefined;
	/** Whether what is not delivered at the end is kept for the next time. */
	readonly keepsReadings?: boolean;
	/** The colours; by the terminal's background unless given. */
	readonly theme?: ThemeName | undefined;
	/** Shows nothing but ASCII, whatever the terminal can show. */
	readonly ascii?: boolean | undefined;
	/** The terminal was asked for its background; undefined: it was not. */
	readonly query?: BackgroundQuery | undefined;
	readonly env: NodeJS.ProcessEnv;
	readonly stdin: ReadStream;
	readonly stdout: WriteStream;
	/** Opens the link to the hub; every event goes to `on`. */
	readonly open: (on: (event: LinkEvent) => void) => HubLink;
}

/** How others join is shown for this long. */
const joinHintMs = 20_000;

/**
 * Shows the full-screen client until the person or a signal ends it. However it ends, the terminal is as it
 * was before; an error of ours is thrown after that.
 */
export async function runTerminalSession(options: TerminalSessionOptions): Promise<SessionEnd> {
	const {stdin, query, open} = options;
	const standIns = new StandIns();
	const stdout = createScreenOutput(options.stdout, standIns);
	const display = readDisplay(options);
	const store = createStore(beginState(options, display));
	const end = Promise.withResolvers<number>();
	const link = open(event => store.dispatch({kind: 'link', event}));
	const seeker = createSeeker(store, () => link.chain);
	const redraw = (): void => void stdout.emit('resize');
	const mouse = (on: boolean): void => void stdout.write(on ? mouseOn : mouseOff);
	const resume = (): void => {
		if (store.state.mouse) mouse(true);
		redraw();
	};
	const suspension = createSuspension({stdin, stdout, redraw: resume});
	const surface = {
		...{link, seeker, mouse, redraw, suspend: suspension.suspend},
		copy: createCopier(
			store,
			() => link.chain,
			options.env,
			text => void stdout.write(text),
		),
		report: (text: string) => query?.take(text),
		leave: () => end.resolve(0),
	};
	let isLeaving = false;
	// What was typed after the key that leaves is nobody's, and adds nothing.
	const keys = new KeyStream(stdin, token =>
		isLeaving && token.kind !== 'report' ? [] : routeToken(token, store, surface),
	);
	const forget = listenForTheEnd({stdin, stdout}, end);
	let screen: FullScreen | undefined;
	try {
		keys.listen();
		query?.listen(ground => store.dispatch({kind: 'ground', ground}));
		if (query) await Promise.race([query.answered, end.promise]);
		screen = openScreen({store, link, display, keys, stdout, standIns, end});
		const exitCode = await end.promise;
		return {exitCode, summary: summarise(store.state, options.keepsReadings)};
	} finally {
		isLeaving = true;
		await query?.settle();
		suspension.close();
		seeker.close();
		store.close();
		if (store.state.mouse) mouse(false);
		await screen?.close();
		keys.setRawMode(false);
		await link.close();
		forget();
	}
}

interface ScreenParts {
	readonly store: Store;
	readonly link: HubLink;
	readonly display: Display;
	readonly keys: KeyStream;
	readonly stdout: WriteStream;
	readonly standIns: StandIns;
	readonly end: PromiseWithResolvers<number>;
}

/** Draws the state on a screen of its own, from now on. */
function openScreen({store, link, display, keys, stdout, standIns, end}: ScreenParts): FullScreen {
	const app = (
		<StandInContext value={standIns}>
			<App store={store} readBlocks={() => link.chain} display={display} />
		</StandInContext>
	);
	const resized = (columns: number, rows: number): void => store.dispatch({kind: 'resized', columns, rows});
	return openFullScreen(app, {keys, stdout, resized, end});
}

function readDisplay({env, stdout, ascii}: TerminalSessionOptions): Display {
	const surroundings = {env, platform: process.platform, colourDepth: stdout.getColorDepth()};
	return detectDisplay(surroundings, ascii);
}

function beginState(options: TerminalSessionOptions, {depth, unicode, ground}: Display): State {
	const {address, joinHint, serveHint, keepsReadings, stdout, theme = 'auto'} = options;
	const {columns, rows} = stdout;
	const hint = joinHint === undefined ? undefined : {text: joinHint, untilMs: Date.now() + joinHintMs};
	return createState({
		...{address, columns, rows, unicode, serveHint, keepsReadings, joinHint: hint},
		colours: depth > 1,
		chips: depth > 1 && unicode,
		look: {theme, ground},
	});
}
