import {printable} from './printable.ts';

/** `host:port` as people type and read it: an IPv6 host stands in brackets, and nothing in it can harm a terminal. */
export function formatAddress(host: string, port: number): string {
	const safe = printable(host);
	return host.includes(':') ? `[${safe}]:${port}` : `${safe}:${port}`;
}

/** Whether a host certainly means this machine, without asking anybody. */
export function isLoopback(host: string): boolean {
	return /^(?:.+\.)?localhost\.?$/i.test(host) || /^127(?:\.\d{1,3}){3}$/.test(host) || host === '::1';
}

/** The address through which a program on this machine reaches a hub that listens on `host`. */
export function reachable(host: string): string {
	if (host === '0.0.0.0') return '127.0.0.1';
	return host === '::' ? '::1' : host;
}
