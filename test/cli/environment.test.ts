import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {dotEnvBytesMax, readDotEnv, wantsColor} from '../../src/cli/environment.ts';

describe('a .env file', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'bchain-dotenv-'));
	afterAll(() => rmSync(folder, {recursive: true, force: true}));

	let count = 0;
	function read(content: string | Buffer) {
		const file = path.join(folder, `${++count}.env`);
		writeFileSync(file, content);
		const hints: string[] = [];
		return {variables: readDotEnv(file, hint => hints.push(hint)), hints};
	}

	it.each([
		['PORT=9100\n', {PORT: '9100'}],
		['ADDR=9100', {ADDR: '9100'}],
		['# a comment\r\nexport PORT="9100" # another\r\nADDR=:1\r\n', {PORT: '9100', ADDR: ':1'}],
		['PORT=\n', {PORT: ''}],
		['', {}],
		['not a variable', {}],
	])('%j gives %j', (content, variables) => {
		expect(read(content)).toEqual({variables, hints: []});
	});

	it('gives PORT and ADDR and nothing else', () => {
		const content =
			'PORT=9100\nHOST=0.0.0.0\nBCHAIN_HOST=0.0.0.0\nBCHAIN_PORT=1\nNODE_OPTIONS=--inspect\n__proto__=x\n';

		expect(read(content)).toEqual({variables: {PORT: '9100'}, hints: []});
		expect(process.env).not.toHaveProperty('BCHAIN_HOST');
	});

	it('may hold any bytes', () => {
		expect(read(Buffer.from([0, 0xff, 0xfe, 10, ...Buffer.from('PORT=1\n')])).variables).toEqual({PORT: '1'});
	});

	it('may be as long as the limit and no longer', () => {
		const fitting = `PORT=9100\n#${'x'.repeat(dotEnvBytesMax - 11)}`;

		expect(read(fitting).variables).toEqual({PORT: '9100'});
		expect(read(`${fitting}x`)).toEqual({
			variables: {},
			hints: ['Ignored .env in this folder: it is longer than 65536 bytes.'],
		});
	});

	it('need not be there', () => {
		const hints: string[] = [];
		expect(readDotEnv(path.join(folder, 'none'), hint => hints.push(hint))).toEqual({});
		expect(hints).toEqual([]);
	});

	it('that is a folder is ignored with a hint', () => {
		const hints: string[] = [];
		const file = path.join(folder, 'folder.env');
		mkdirSync(file);

		expect(readDotEnv(file, hint => hints.push(hint))).toEqual({});
		expect(hints).toEqual(['Ignored .env in this folder: it is not a file.']);
	});

	it('that cannot be read is ignored with a hint', () => {
		const hints: string[] = [];
		const file = path.join(folder, 'loop.env');
		symlinkSync(file, file);

		expect(readDotEnv(file, hint => hints.push(hint))).toEqual({});
		expect(hints).toEqual(['Ignored .env in this folder: it cannot be read (ELOOP).']);
	});
});

it.each([
	[{}, true, true],
	[{}, false, false],
	[{NO_COLOR: '1'}, true, false],
	[{NO_COLOR: ''}, true, true],
	[{TERM: 'dumb'}, true, false],
	[{FORCE_COLOR: '1'}, false, true],
	[{FORCE_COLOR: ''}, false, true],
	[{FORCE_COLOR: '1', NO_COLOR: '1'}, false, true],
	[{FORCE_COLOR: '0'}, true, false],
	[{FORCE_COLOR: 'false'}, true, false],
])('with %j and a terminal %j, colour is %j', (variables, isTerminal, colour) => {
	expect(wantsColor(variables, isTerminal)).toBe(colour);
});
