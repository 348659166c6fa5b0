/** `bchain peers`, through the built program. */
import {describe, expect, it} from 'vitest';
import {startHub} from '../support/hub-process.ts';
import {run} from './run-program.ts';

describe('bchain peers', () => {
	it('shows the peers of a hub, to people and to programs', async () => {
		await using first = await startHub({args: ['--reorg-limit', '1000']});
		await using second = await startHub({args: ['--peer', first.address, '--peer', 'localhost:1']});
		await second.until(({event}) => event === 'peerJoined');
		await second.until(({event, peer}) => event === 'peerAway' && peer === 'localhost:1');
		const line = new RegExp(
			`^${first.address}  same chain  block 0  +\\d+(\\.\\d)? ms\nlocalhost:1 +away +Nothing listens at localhost:1\\.\n$`,
		);
		const shown = async () => (await run(['peers', '--hub', second.address])).stdout;
		await expect.poll(shown, {timeout: 10_000}).toMatch(line);
		const {code, stdout} = await run(['peers', '--hub', second.address, '--json']);
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toEqual({
			forks: [],
			peers: [
				expect.objectContaining({address: first.address, state: 'same', height: 0}),
				expect.objectContaining({address: 'localhost:1', state: 'waiting', height: null}),
			],
		});
	});

	it('asks the hub of this machine, where nobody names one', async () => {
		await using hub = await startHub();
		const {code, stdout} = await run(['peers'], {env: {PORT: String(hub.port)}});
		expect({code, stdout}).toEqual({
			code: 0,
			stdout: 'This hub has no peers: "bchain serve --peer HOST:PORT" makes it part of a network.\n',
		});
	});

	it('takes the address of the hub without its option as well, and so do log and status', async () => {
		await using hub = await startHub();
		const {address} = hub;
		for (const command of ['peers', 'status', 'log']) {
			const option = command === 'log' ? '--from' : '--hub';
			const args = ['--json', ...(command === 'log' ? ['--no-pin'] : [])];
			const [byWord, byOption] = [
				await run([command, address, ...args]),
				await run([command, option, address, ...args]),
			];
			expect([byWord.code, byOption.code, byWord.stderr, byOption.stderr]).toEqual([0, 0, '', '']);
			expect(Object.keys(JSON.parse(byWord.stdout))).toEqual(Object.keys(JSON.parse(byOption.stdout)));
		}
	});

	it('says of a front that it has no peers, and where to ask', async () => {
		await using hub = await startHub();
		await using front = await startHub({args: ['--upstream', hub.address]});
		await front.until(({event}) => event === 'mirrored');
		const {code, stdout} = await run(['peers', front.address]);
		expect({code, stdout}).toEqual({
			code: 0,
			stdout: `This hub is a front for ${hub.address}, and has no peers: "bchain peers --hub ${hub.address}" asks the hub there.\n`,
		});
		const json = await run(['peers', front.address, '--json']);
		expect(JSON.parse(json.stdout)).toEqual({peers: [], forks: [], upstream: hub.address});
	});

	it('says what was decided, or why not', async () => {
		await using hub = await startHub({args: ['--reorg-limit', '5']});
		const where = ['--hub', hub.address];
		expect(await run(['peers', 'adopt-readings', ...where])).toEqual({
			code: 0,
			stdout: 'There is no reading to adopt.\n',
			stderr: '',
		});
		expect(await run(['peers', 'accept', 'lab:9000', ...where, '--json'])).toEqual({
			code: 1,
			stdout: '',
			stderr: `The hub at ${hub.address} does not do that: No peer lab:9000 is linked: /peers lists them.\n`,
		});
	});

	it('ends with 1 and a sentence where there is no hub', async () => {
		const hub = await startHub();
		await hub.stop();
		expect(await run(['peers', '--hub', hub.address])).toEqual({
			code: 1,
			stdout: '',
			stderr: `There is no hub at ${hub.address}: nothing listens there.\n`,
		});
	});

	it.each([
		[
			['accept'],
			'"bchain peers accept" needs the address of a peer, as in "bchain peers accept 192.168.1.20:9000".',
		],
		[['forget'], '"bchain peers" stands alone, or with "accept PEER", or with "adopt-readings".'],
		[
			['adopt-readings', 'a'],
			'"bchain peers" stands alone, or with "accept PEER", or with "adopt-readings".',
		],
		[['accept', '9000'], 'The peer is "9000": a port alone is written with a colon, as in :9000.'],
		[['accept', 'a', 'b'], '"bchain peers" takes one decision and one peer, and "b" is one word too many.'],
	])('ends with 2 where it is used wrongly: %j', async (words, sentence) => {
		expect(await run(['peers', ...words])).toEqual({code: 2, stdout: '', stderr: `${sentence}\n`});
	});
});
