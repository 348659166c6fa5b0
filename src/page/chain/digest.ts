import {sha256 as hashBytes} from '@noble/hashes/sha2.js';
import {bytesToHex} from '@noble/hashes/utils.js';

/** A way to compute SHA-256 in this browser. */
export interface Digest {
	/** What it is called for people. */
	readonly name: string;
	/** Why it is this one, a sentence. */
	readonly because: string;
	/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hexadecimal digits. */
	sha256(text: string): Promise<string>;
}

/** What is used of Web Crypto. */
export interface Subtle {
	digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/**
 * The browser's own Web Crypto, or, where it has none to give, the implementation that came with the page. Browsers
 * keep Web Crypto from pages that came over plain HTTP from another machine.
 */
export function createDigest(subtle: Subtle | undefined): Digest {
	const encoder = new TextEncoder();
	if (subtle) {
		return {
			name: 'Web Crypto',
			because: "The browser's own implementation of SHA-256.",
			sha256: async text => bytesToHex(new Uint8Array(await subtle.digest('SHA-256', encoder.encode(text)))),
		};
	}
	return {
		name: '@noble/hashes',
		because:
			'Browsers keep their own SHA-256 (Web Crypto) from pages that came over plain HTTP from another machine, so the page brought one along.',
		sha256: async text => bytesToHex(hashBytes(encoder.encode(text))),
	};
}
