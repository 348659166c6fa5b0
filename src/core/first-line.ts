const tab = 0x09;
const lf = 0x0a;
const cr = 0x0d;
const esc = 0x1b;
const space = 0x20;
const del = 0x7f;

/**
 * Whether the bytes of a connection's first line show that it speaks something else (protocol section 2): NUL
 * or other control bytes except CR, TAB and ESC, as in a TLS hello. Looks no further than the first LF.
 */
export function isForeign(bytes: Uint8Array): boolean {
	for (const byte of bytes) {
		if (byte === lf) return false;
		if (byte === del || (byte < space && byte !== cr && byte !== tab && byte !== esc)) return true;
	}
	return false;
}

/** Whether a connection's first line is an HTTP request, so that nothing after it may be taken as a reading. */
export function isHttpRequest(line: string): boolean {
	return /^[A-Z]+ \S+ HTTP\//.test(line);
}

/** Whether a first line that is too long to keep begins like an HTTP request; `start` is its first bytes. */
export function beginsLikeHttp(start: string): boolean {
	return /^[A-Z]+ \S/.test(start);
}
