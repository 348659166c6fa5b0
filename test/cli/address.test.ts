import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseAddress, parseHost} from '../../src/cli/address.ts';
import {formatAddress} from '../../src/core/address.ts';

const long = 'a'.repeat(63);
const longest = `${long}.${long}.${long}.${'a'.repeat(61)}`;

describe('parseAddress', () => {
	it.each([
		['localhost', 'localhost', undefined],
		['localhost:9000', 'localhost', 9000],
		[':9000', 'localhost', 9000],
		['127.0.0.1', '127.0.0.1', undefined],
		['127.0.0.1:1', '127.0.0.1', 1],
		['::1', '::1', undefined],
		['[::1]', '::1', undefined],
		['[::1]:9000', '::1', 9000],
		['[fe80::1%eth0]:65535', 'fe80::1%eth0', 65535],
		['my-hub.example.org:9000', 'my-hub.example.org', 9000],
		['my_service:9000', 'my_service', 9000],
		['example.org.', 'example.org.', undefined],
		['bücher.example:9000', 'xn--bcher-kva.example', 9000],
		['3com.example', '3com.example', undefined],
		[longest, longest, undefined],
	])('%s', (text, host, port) => {
		expect(parseAddress(text)).toEqual({ok: true, value: {host, port}});
	});

	const shapes = 'an address is HOST, HOST:PORT or [IPv6]:PORT, as in localhost:9000';
	const port = 'a port is a whole number from 1 to 65535';
	it.each([
		['http://localhost:9000/', 'it is no URL, so write localhost:9000'],
		['tcp://host:9000', 'it is no URL, so write host:9000'],
		['https://[::1]:9000?x#y', 'it is no URL, so write [::1]:9000'],
		['file:///etc/passwd', 'it is no URL, so write HOST:PORT'],
		['9000', 'a port alone is written with a colon, as in :9000'],
		['localhost:', port],
		[':', port],
		[':0', port],
		['localhost:65536', port],
		['localhost:http', port],
		['localhost: 9000', port],
		['[::1]:', port],
		['1:2:3', 'an IPv6 address with a port stands in brackets, as in [::1]:9000'],
		['localhost:9000:9001', 'an IPv6 address with a port stands in brackets, as in [::1]:9000'],
		['[localhost]:9000', 'what stands in brackets must be an IPv6 address, as in [::1]:9000'],
		['[]', 'what stands in brackets must be an IPv6 address, as in [::1]:9000'],
		['256.0.0.1', 'an IPv4 address is four numbers from 0 to 255, as in 127.0.0.1'],
		['1.2.3:9000', 'an IPv4 address is four numbers from 0 to 255, as in 127.0.0.1'],
		['', shapes],
		[' ', shapes],
		['.', shapes],
		['a b', shapes],
		['a..b', shapes],
		['-a', shapes],
		['a-', shapes],
		['host/path', shapes],
		['host\u0000', shapes],
		['host\n', shapes],
		['\u001b[31m', shapes],
		['user@host', shapes],
		['%', shapes],
		[`${long}a`, shapes],
		[`${longest}a`, shapes],
	])('%j is none', (text, reason) => {
		expect(parseAddress(text)).toEqual({ok: false, reason});
	});

	it('a page of letters is none', () => {
		expect(parseAddress('é'.repeat(1_000_000))).toEqual({ok: false, reason: shapes});
	});

	it('reads what formatAddress writes', () => {
		const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
		fc.assert(
			fc.property(host, fc.integer({min: 1, max: 65535}), (host, port) => {
				expect(parseAddress(formatAddress(host, port))).toEqual({ok: true, value: {host, port}});
			}),
		);
	});

	it('never throws, and gives only hosts that hold nothing but a name', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 300}), text => {
				const parsed = parseAddress(text);
				if (parsed.ok) expect(parsed.value.host).toMatch(/^[\w.:%-]{1,253}$/);
			}),
		);
	});
});

describe('parseHost', () => {
	it.each([
		['localhost', 'localhost'],
		['0.0.0.0', '0.0.0.0'],
		['::', '::'],
		['[::]', '::'],
	])('%s', (text, value) => {
		expect(parseHost(text)).toEqual({ok: true, value});
	});

	it.each([
		['localhost:9000', 'the port has its own option, --port'],
		[':9000', 'the port has its own option, --port'],
		['9000', 'an IPv4 address is four numbers from 0 to 255, as in 127.0.0.1'],
		['*', 'write 0.0.0.0 for every IPv4 address of this machine, or :: for IPv6 as well'],
		['http://localhost', 'it is no URL, so write localhost'],
		['a b', 'a host is a name or an IP address, as in 127.0.0.1'],
	])('%s is none', (text, reason) => {
		expect(parseHost(text)).toEqual({ok: false, reason});
	});
});
