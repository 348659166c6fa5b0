import {Socket} from 'node:net';
import {vi} from 'vitest';

/**
 * The hub takes the next connections for those of another machine: Node asks the system by this method. Whoever uses
 * it restores all mocks when the test is over.
 */
export function comeFrom(address: string): void {
	const sockets = Socket.prototype as unknown as {_getpeername(): object};
	vi.restoreAllMocks();
	const ask = sockets._getpeername;
	vi.spyOn(sockets, '_getpeername').mockImplementation(function (this: object) {
		return {...ask.call(this), address};
	});
}
