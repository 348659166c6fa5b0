import type {WriteStream} from 'node:tty';
import {render} from 'ink';
import type {ReactNode} from 'react';
import type {KeyStream} from './keys/key-stream.ts';

const eraseScreen = '\x1b[2J\x1b[H';

export interface FullScreen {
	/** Gives the terminal its own screen back. */
	close(): Promise<void>;
}

export interface FullScreenParts {
	/** What Ink gets of the keys. */
	readonly keys: KeyStream;
	/** The screen output (output/screen-output.ts), to which Ink writes. */
	readonly stdout: WriteStream;
	/** Takes the size of the terminal, also as it is at the start: it may have changed while the rest was loaded. */
	readonly resized: (columns: number, rows: number) => void;
	/** Resolved or rejected when Ink ends by itself. */
	readonly end: PromiseWithResolvers<number>;
}

/** Draws `app` on a screen of its own, from now on. */
export function openFullScreen(app: ReactNode, {keys, stdout, resized, end}: FullScreenParts): FullScreen {
	// Before Ink's own listener, so that Ink finds a screen of the new size, and nothing left of the old one.
	const resize = (): void => {
		instance.clear();
		stdout.write(eraseScreen);
		resized(stdout.columns, stdout.rows);
		instance.rerender(app);
	};
	stdout.on('resize', resize);
	resized(stdout.columns, stdout.rows);
	const instance = render(app, {
		stdin: keys as unknown as NodeJS.ReadStream,
		stdout,
		alternateScreen: true,
		// Every frame whole: what of it has changed, and so leaves, is found by the screen output.
		incrementalRendering: false,
		interactive: true,
		// The store paces what is drawn; with the same pace Ink would skip every other frame, just missing it.
		maxFps: 60,
		exitOnCtrlC: false,
		// There is a mode of its own for it.
		isScreenReaderEnabled: false,
	});
	instance.waitUntilExit().then(() => end.resolve(0), end.reject);
	return {
		async close() {
			stdout.off('resize', resize);
			instance.unmount();
			await instance.waitUntilExit().catch(() => {});
		},
	};
}
