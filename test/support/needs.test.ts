import {expect, it, vi} from 'vitest';
import {needs, requireProgram} from './needs.ts';

const skip = (note: string): never => {
	throw new Error(`skipped: ${note}`);
};

it('finds a program that is in the PATH, and no other', () => {
	expect(needs('node')).toBe(true);
	expect(needs('no-such-program')).toBe(false);
});

it('skips with a note, or fails where every program must be there', () => {
	requireProgram('node', {skip});

	vi.stubEnv('BCHAIN_REQUIRE_PROGRAMS', '0');
	expect(() => requireProgram('no-such-program', {skip})).toThrow(
		'skipped: no-such-program is not installed',
	);
	vi.stubEnv('BCHAIN_REQUIRE_PROGRAMS', '1');
	expect(() => requireProgram('no-such-program', {skip})).toThrow(
		'no-such-program is not installed, and must be',
	);
	vi.unstubAllEnvs();
});
