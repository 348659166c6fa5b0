/** Hostile clients that hold a connection and give little or nothing for it. */
import type {Conduct} from './visit.ts';

/** Longer than the hub waits for somebody who takes nothing. */
const staySpan = 2;
/** Chains asked for at once: more than the system keeps of a connection that is not read. */
const chains = '/chain\n'.repeat(64);

/** Connects and says nothing. It reads, so that the hub has no reason to close. */
export const silent: Conduct = async ({socket, over}) => {
	socket.resume();
	await over;
};

/** Asks for something, or for nothing but broadcasts, and reads none of it. */
export function neverReads(request: string): Conduct {
	return async ({socket, pause, stallMs}) => {
		socket.pause();
		if (request !== '') socket.write(request);
		await pause(staySpan * stallMs);
	};
}

export const neverReadsChain = neverReads(chains);

/** A line that grows by a byte a second and never ends. */
export const oneByteASecond: Conduct = async ({socket, isOver, pause}) => {
	socket.resume();
	while (!isOver()) {
		socket.write('7');
		await pause(1_000);
	}
};

/** Says that it will send nothing more, and does not close. */
export const halfOpen: Conduct = async ({socket, pause, stallMs}) => {
	socket.resume();
	socket.end('/chain\n');
	await pause(staySpan * stallMs);
};

/** The same, with so much to read that the hub cannot end either. */
export const halfOpenUnread: Conduct = async ({socket, pause, stallMs}) => {
	socket.pause();
	socket.end(chains);
	await pause(staySpan * stallMs);
};

/** Says goodbye, reads nothing of what it asked for before, and goes on talking. */
export const quitsUnread: Conduct = async ({socket, isOver, pause, stallMs}) => {
	socket.pause();
	socket.write(`${'/chain\n'.repeat(8)}/quit\n`);
	const endMs = performance.now() + staySpan * stallMs;
	while (!isOver() && performance.now() < endMs) {
		socket.write('7');
		await pause(100);
	}
};
