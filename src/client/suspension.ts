import type {ReadStream, WriteStream} from 'node:tty';
import {mouseOff} from './keys/mouse.ts';

const leaveScreen = `${mouseOff}\x1b[?2004l\x1b[?1049l\x1b[?25h`;
const enterScreen = '\x1b[?1049h\x1b[?2004h\x1b[?25l';
/** A process that could not be stopped goes on after this long: where no shell waits, nobody could resume it. */
const stoppedMs = 50;

export interface Suspension {
	/** Gives the terminal back and stops until the shell goes on with us (`fg`); does nothing on Windows. */
	suspend(): void;
	/** Listens no more. */
	close(): void;
}

interface Terminal {
	readonly stdin: Pick<ReadStream, 'setRawMode'>;
	readonly stdout: Pick<WriteStream, 'write'>;
	/** Draws the whole screen again, and asks for the mouse where it was on. */
	readonly redraw: () => void;
	/** Stops the process group, as the terminal's own Ctrl+Z does: whoever started us stops as well. */
	readonly stop?: () => void;
}

/** Lets a full-screen program stop and go on, however it is stopped. */
export function createSuspension({stdin, stdout, redraw, stop = stopGroup}: Terminal): Suspension {
	let timer: NodeJS.Timeout | undefined;
	const resume = (): void => {
		clearTimeout(timer);
		stdin.setRawMode(true);
		stdout.write(enterScreen);
		redraw();
	};
	process.on('SIGCONT', resume);
	return {
		suspend() {
			if (process.platform === 'win32') return;
			stdout.write(leaveScreen);
			stdin.setRawMode(false);
			timer = setTimeout(resume, stoppedMs);
			stop();
		},
		close() {
			clearTimeout(timer);
			process.off('SIGCONT', resume);
		},
	};
}

function stopGroup(): void {
	process.kill(0, 'SIGTSTP');
}
