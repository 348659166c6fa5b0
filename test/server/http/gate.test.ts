import type {IncomingMessage} from 'node:http';
import {describe, expect, it} from 'vitest';
import {Gate, hostName} from '../../../src/server/http/gate.ts';

const gate = new Gate(['192.168.1.20', 'Lab.Example']);

function find(
	headers: Readonly<Record<string, string>>,
	method = 'GET',
	localAddress = '127.0.0.1',
): string | undefined {
	return gate.findProblem(makeRequest(headers, method, localAddress))?.code;
}

function makeRequest(
	headers: Readonly<Record<string, string>>,
	method = 'GET',
	localAddress = '127.0.0.1',
): IncomingMessage {
	const rawHeaders = Object.entries(headers).flat();
	return {headers, rawHeaders, method, url: '/', socket: {localAddress}} as unknown as IncomingMessage;
}

describe('the name in a Host header', () => {
	it.each([
		['localhost', 'localhost'],
		['LOCALHOST:8080', 'localhost'],
		['localhost.', 'localhost'],
		['[::1]:8080', '::1'],
		['192.168.1.20:80', '192.168.1.20'],
	])('of %s is %s', (header, name) => {
		expect(hostName(header)).toBe(name);
	});

	it.each(['', ':80', 'a b', 'user@localhost', 'localhost/x', 'localhost:80:80', '::1', 'localhost:123456'])(
		'is not in %j',
		header => {
			expect(hostName(header)).toBeNull();
		},
	);
});

describe('a request', () => {
	it.each([
		'localhost:8080',
		'127.0.0.1',
		'127.8.8.8:1',
		'[::1]:8080',
		'192.168.1.20',
		'lab.example',
		'LAB.EXAMPLE:80',
	])('for %s comes in', host => {
		expect(find({host})).toBeUndefined();
	});

	it.each(['evil.example', 'localhost.evil.example', '192.168.1.21', 'lab.example.evil.example', '', 'a b'])(
		'for %j does not',
		host => {
			expect(find({host})).toBe('HOST_UNKNOWN');
		},
	);

	it('without a Host does not', () => {
		expect(find({})).toBe('HOST_UNKNOWN');
	});

	it('with a Host twice does not, not even twice the same', () => {
		const twice = {
			...makeRequest({host: 'localhost'}),
			rawHeaders: ['Host', 'localhost', 'HOST', 'localhost'],
		};
		expect(gate.findProblem(twice as IncomingMessage)).toEqual({
			code: 'REQUEST_INVALID',
			message: 'The request has more than one Host.',
		});
	});

	it.each([
		['http://localhost:8080/tip', undefined],
		['HTTP://LAB.EXAMPLE/', undefined],
		['http://evil.example/tip', 'HOST_UNKNOWN'],
		['http://localhost@evil.example/tip', 'HOST_UNKNOWN'],
		['http:///tip', 'HOST_UNKNOWN'],
		['/http://evil.example/', undefined],
	])('whose first line asks for %s as of a proxy is answered by %s', (url, code) => {
		const request = {...makeRequest({host: 'localhost'}), url};
		expect(gate.findProblem(request as IncomingMessage)?.code).toBe(code);
	});

	it('for the address that its connection came to comes in, also where that is written as IPv6', () => {
		expect(find({host: '10.0.0.5:8080'}, 'GET', '10.0.0.5')).toBeUndefined();
		expect(find({host: '10.0.0.5:8080'}, 'GET', '::ffff:10.0.0.5')).toBeUndefined();
		expect(find({host: '10.0.0.6:8080'}, 'GET', '10.0.0.5')).toBe('HOST_UNKNOWN');
	});

	const host = 'localhost:8080';

	it.each([
		{origin: 'http://evil.example'},
		{origin: 'null'},
		{origin: 'http://localhost'},
		{origin: 'http://localhost:8081'},
		{origin: 'http://localhost:8080.evil.example'},
		{origin: 'file://localhost:8080'},
		{'sec-fetch-site': 'cross-site'},
		{'sec-fetch-site': 'same-site'},
		{origin: 'http://localhost:8080', 'sec-fetch-site': 'cross-site'},
	])('that changes something and is sent by another page (%j) does not', headers => {
		expect(find({host, ...headers}, 'POST')).toBe('ORIGIN_FOREIGN');
		expect(find({host, ...headers}, 'PUT')).toBe('ORIGIN_FOREIGN');
		expect(find({host, ...headers}, 'GET')).toBeUndefined();
	});

	it.each([
		{},
		{origin: 'http://localhost:8080'},
		{origin: 'https://LOCALHOST:8080', 'sec-fetch-site': 'same-origin'},
		{'sec-fetch-site': 'none'},
	])('of our own page or of a program (%j) comes in', headers => {
		expect(find({host, ...headers}, 'POST')).toBeUndefined();
	});

	it('for an unknown host is answered by how to allow it, in printable words', () => {
		const request = makeRequest({host: 'lab.example.org:8080'});
		expect(new Gate([]).findProblem(request)?.message).toBe(
			'"lab.example.org" is no name that this hub is known by: use its address, or start it with --http-allow-host lab.example.org.',
		);
	});
});
