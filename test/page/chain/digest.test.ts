import {expect, test} from 'vitest';
import {sha256} from '../../../src/core/hash-rule.ts';
import {createDigest} from '../../../src/page/chain/digest.ts';

const texts = ['', 'abc', '12026-11-20T05:01:37.390Z72', 'é 🫀'];

test.each([
	['Web Crypto', crypto.subtle],
	['@noble/hashes', undefined],
])('%s computes the SHA-256 of the UTF-8 bytes', async (name, subtle) => {
	const digest = createDigest(subtle);
	expect(digest.name).toBe(name);
	expect(await Promise.all(texts.map(digest.sha256))).toEqual(texts.map(sha256));
});
