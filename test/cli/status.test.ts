/** `bchain status`, through the built program. */
import {describe, expect, it} from 'vitest';
import {startHub} from '../support/hub-process.ts';
import {run} from './run-program.ts';

describe('bchain status', () => {
	it('tells people how a hub does', async () => {
		await using hub = await startHub();
		const {code, stdout, stderr} = await run(['status', hub.address]);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(new RegExp(`^The hub at ${hub.address} is bchain/${__VERSION__}, up \\d+ m?s\n`));
		expect(stdout).toContain('\n  connections  1 with this one, 1 live, 0 plain\n');
		expect(stdout).not.toContain('\nBesides\n');
		expect(stdout.split('\n').filter(line => line.length > 80)).toEqual([]);
	});

	it('tells programs the same as one JSON object', async () => {
		await using hub = await startHub();
		await run(['send', '72', '--to', hub.address, '--no-pin']);
		const {code, stdout, stderr} = await run(['status', hub.address, '--json']);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout.endsWith('}\n')).toBe(true);
		expect(JSON.parse(stdout)).toMatchObject({height: 1, accepted: 1, durable: false, healthy: true});
	});

	it('asks the hub of this machine, where nobody names one', async () => {
		await using hub = await startHub();
		const {code, stdout} = await run(['status', '--json'], {env: {PORT: String(hub.port)}});
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({height: 0});
	});

	it('ends with 1 and a sentence where there is no hub', async () => {
		const hub = await startHub();
		await hub.stop();
		for (const args of [[], ['--json']]) {
			expect(await run(['status', hub.address, ...args])).toEqual({
				code: 1,
				stdout: '',
				stderr: `There is no hub at ${hub.address}: nothing listens there.\n`,
			});
		}
	});

	it('ends with 2 where it is used wrongly', async () => {
		expect(await run(['status', '9000'])).toMatchObject({code: 2, stdout: ''});
		expect(await run(['status', 'a', 'b'])).toMatchObject({
			code: 2,
			stderr: '"bchain status" takes one address, and "b" is one word too many.\n',
		});
	});
});

describe('bchain serve --metrics-port', () => {
	it('serves them from the built program, says where, and ends with the hub', async () => {
		await using hub = await startHub({args: ['--metrics-port', '0']});
		const {host, port, open} = await hub.until(({event}) => event === 'metrics');
		expect({host, open}).toEqual({host: '127.0.0.1', open: false});
		const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
		expect(page).toContain('\nbchain_height 0\n');
		expect(await hub.stop()).toEqual({code: 0, signal: null});
	});
});
