import {expect, it} from 'vitest';
import {formatAddress, isLoopback} from '../../src/core/address.ts';

it.each(['localhost', 'LOCALHOST', 'localhost.', 'hub.localhost', '127.0.0.1', '127.9.9.9', '::1'])(
	'%s is certainly this machine',
	host => {
		expect(isLoopback(host)).toBe(true);
	},
);

it.each(['0.0.0.0', '::', '128.0.0.1', '127.example.org', 'localhost.example.org', 'notlocalhost'])(
	'%s may be another machine',
	host => {
		expect(isLoopback(host)).toBe(false);
	},
);

it('an IPv6 address is written in brackets, and a host name from outside is safe to show', () => {
	expect(formatAddress('::1', 9_000)).toBe('[::1]:9000');
	expect(formatAddress('\u001b[2J', 1)).toBe('?[2J:1');
});
