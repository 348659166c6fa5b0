import {isIP, isIPv4, isIPv6} from 'node:net';
import {domainToASCII} from 'node:url';
import {isLoopback} from '../core/address.ts';
import {type Parsed, parsePort} from './units.ts';

/** Where a hub is; without a port, the caller's default holds. An IPv6 host has no brackets. */
export interface Address {
	readonly host: string;
	readonly port: number | undefined;
}

/** What DNS allows: 253 characters in labels of at most 63. */
const hostCharactersMax = 253;
const label = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

const shapes = 'an address is HOST, HOST:PORT or [IPv6]:PORT, as in localhost:9000';

/** Parses `host`, `host:port`, `:port` (this machine), `::1`, `[::1]` and `[::1]:9000`. */
export function parseAddress(text: string): Parsed<Address> {
	const url = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(text);
	if (url) return refuse(`it is no URL, so write ${shorten(url[1] ?? '') || 'HOST:PORT'}`);
	if (text.includes('/')) return refuse(shapes);
	if (isIPv6(text)) return {ok: true, value: {host: text, port: undefined}};
	const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(text);
	if (bracketed) return joinParts(parseIPv6(bracketed[1] ?? ''), bracketed[2]);
	const parts = text.split(':');
	if (parts.length > 2) return refuse('an IPv6 address with a port stands in brackets, as in [::1]:9000');
	const [host = '', port] = parts;
	if (host === '' && port !== undefined) return joinParts({ok: true, value: 'localhost'}, port);
	if (/^\d+$/.test(text)) return refuse(`a port alone is written with a colon, as in :${shorten(text)}`);
	return joinParts(parseName(host), port);
}

/** Whether a text can hardly be anything but an address: it has a port, or is an IP address or this machine. */
export function isClearlyAddress(text: string): boolean {
	const address = parseAddress(text);
	if (!address.ok) return false;
	const {host, port} = address.value;
	return port !== undefined || isIP(host) !== 0 || isLoopback(host);
}

/** Parses a host to listen on: a name or an IP address, without a port. */
export function parseHost(text: string): Parsed<string> {
	if (text === '*')
		return refuse('write 0.0.0.0 for every IPv4 address of this machine, or :: for IPv6 as well');
	if (/^\d+$/.test(text)) return parseName(text);
	const parsed = parseAddress(text);
	if (!parsed.ok)
		return parsed.reason === shapes ? refuse('a host is a name or an IP address, as in 127.0.0.1') : parsed;
	if (parsed.value.port !== undefined) return refuse('the port has its own option, --port');
	return {ok: true, value: parsed.value.host};
}

function parseIPv6(text: string): Parsed<string> {
	return isIPv6(text)
		? {ok: true, value: text}
		: refuse('what stands in brackets must be an IPv6 address, as in [::1]:9000');
}

function parseName(text: string): Parsed<string> {
	if (isIPv4(text)) return {ok: true, value: text};
	if (/^\d[\d.]*$/.test(text))
		return refuse('an IPv4 address is four numbers from 0 to 255, as in 127.0.0.1');
	// Names in other scripts travel in their ASCII form; the bound keeps the conversion small.
	const ascii = text.length <= hostCharactersMax && /[^\0-\x7f]/.test(text) ? domainToASCII(text) : text;
	const labels = ascii.replace(/\.$/, '').split('.');
	if (ascii.length <= hostCharactersMax && labels.every(each => label.test(each)))
		return {ok: true, value: ascii};
	return refuse(shapes);
}

function joinParts(host: Parsed<string>, port: string | undefined): Parsed<Address> {
	if (!host.ok) return host;
	if (port === undefined) return {ok: true, value: {host: host.value, port}};
	const parsed = parsePort(port);
	return parsed.ok ? {ok: true, value: {host: host.value, port: parsed.value}} : refuse(parsed.reason);
}

function shorten(text: string): string {
	return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function refuse(reason: string): {readonly ok: false; readonly reason: string} {
	return {ok: false, reason};
}
