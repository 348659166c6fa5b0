import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {infoLabels, metricTable} from '../../src/server/metric-table.ts';
import {startHub} from '../../src/server/serve.ts';
import type {Status} from '../../src/server/status.ts';
import {openFront} from '../relay/support/front.ts';
import {makeFolder} from '../support/child-env.ts';
import {connectSocket} from '../support/socket-client.ts';
import {within} from '../support/watch.ts';
import {type OpenHub, openHub, prompt, quietOptions} from './support/hub.ts';
import {openLive} from './support/live-client.ts';

const metrics = {host: '127.0.0.1', port: 0};

async function openWithMetrics(): Promise<{hub: OpenHub; port: number; url: string}> {
	const hub = await openHub({metrics});
	const {port} = await hub.until('metrics');
	return {hub, port, url: `http://127.0.0.1:${port}/metrics`};
}

/** The samples of a page: the name with its labels, and the value. */
function readSamples(page: string): ReadonlyMap<string, number> {
	const lines = page.split('\n').filter(line => line !== '' && !line.startsWith('#'));
	return new Map(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe('GET /metrics', () => {
	it('gives what /status gives, in the Prometheus text format', async () => {
		const {hub, url} = await openWithMetrics();
		await hub.add(72, 73);
		await using client = await hub.connect();
		client.write('abc\n');
		await client.until(/help\.\n/);
		const response = await fetch(url);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
		const page = await response.text();
		expect(page).toContain('# HELP bchain_height Index of the newest block.\n# TYPE bchain_height gauge\n');
		expect(page).toContain('# TYPE bchain_readings_accepted_total counter\n');
		const samples = readSamples(page);
		expect(Object.fromEntries(samples)).toMatchObject({
			bchain_height: 2,
			bchain_durable: 0,
			bchain_healthy: 1,
			bchain_readings_accepted_total: 2,
			bchain_readings_refused_total: 1,
			'bchain_connections{mode="live"}': 0,
			'bchain_connections{mode="plain"}': 1,
			'bchain_connections_closed_total{reason="stalled"}': 0,
			'bchain_connections_turned_away_total{reason="perAddress"}': 0,
			'bchain_reads_held_total{bound="rate"}': 0,
		});
		expect(samples.get('bchain_memory_bytes')).toBeGreaterThan(10_000_000);
		expect([...samples.keys()].find(name => name.startsWith('bchain_info'))).toMatch(
			/^bchain_info\{hub="bchain\/[^"]+",ledger="[^"]+",genesis="[0-9a-f]{64}",range="1 to 999"\}$/,
		);
	});

	it('gives the values of the moment, each time', async () => {
		const {hub, url} = await openWithMetrics();
		const read = async () => readSamples(await (await fetch(url)).text());
		for (let height = 1; height <= 3; height++) {
			await hub.add(72);
			const samples = await read();
			expect(samples.get('bchain_height')).toBe(height);
			expect(samples.get('bchain_readings_accepted_total')).toBe(height);
		}
	});

	it('gives times in seconds, and none for what was not measured', async () => {
		const {hub, url} = await openWithMetrics();
		const name = 'bchain_commit_seconds{quantile="0.99"}';
		expect(readSamples(await (await fetch(url)).text()).has(name)).toBe(false);
		await hub.add(72);
		await expect
			.poll(async () => readSamples(await (await fetch(url)).text()).get(name), {timeout: 5_000})
			.toBeGreaterThan(0);
		expect(readSamples(await (await fetch(url)).text()).get(name)).toBeLessThan(1);
	});

	it('is answered without a body for HEAD, and with other words for everything else', async () => {
		const {url} = await openWithMetrics();
		const head = await fetch(url, {method: 'HEAD'});
		expect([head.status, await head.text()]).toEqual([200, '']);
		const post = await fetch(url, {method: 'POST', body: '72\n'});
		expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
		for (const other of ['/', '/metrics/x', '/favicon.ico']) {
			const response = await fetch(new URL(other, url));
			expect([response.status, await response.text()]).toEqual([
				404,
				'The metrics of this bchain hub are at /metrics.\n',
			]);
		}
		expect((await fetch(`${url}?name=bchain_height`)).status).toBe(200);
	});

	it('does not wait long for a request that does not come', async () => {
		const {port} = await openWithMetrics();
		await using client = await connectSocket(port);
		client.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n');
		expect(await client.closed(9_000)).toMatch(/^HTTP\/1\.1 408 /);
	}, 15_000);
});

describe('the port of the metrics', () => {
	it('is closed with the hub, together with the connections to it', async () => {
		const {hub, port, url} = await openWithMetrics();
		await (await fetch(url)).text();
		await using idle = await connectSocket(port);
		const stopped = hub.server.stop('a test');
		await idle.closed();
		await within('the hub has stopped', stopped);
		await expect(connectSocket(port)).rejects.toThrow('ECONNREFUSED');
	});

	it('that is in use keeps the hub from starting, and leaves no ledger behind', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(() => void server.close());
		const {port} = server.address() as {port: number};
		const data = path.join(makeFolder('data'), 'new');
		const error = await startHub({...quietOptions, metrics: {...metrics, port}, data}).catch(
			caught => caught,
		);
		expect(error).toMatchObject({
			code: 'PORT_IN_USE',
			message: `Port ${port} on 127.0.0.1 is in use by another program: stop it, or choose another port with --metrics-port (0 takes a free one).`,
		});
		expect(existsSync(data)).toBe(false);
	});

	it('is told before the hub listens', async () => {
		const {hub} = await openWithMetrics();
		expect(hub.events.slice(0, 2)).toMatchObject([
			{event: 'metrics', host: '127.0.0.1', open: false},
			{event: 'listening'},
		]);
	});
});

describe('docs/operations.md', () => {
	const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
	const rowsAfter = (heading: string) =>
		text.slice(text.indexOf(heading)).split('\n\n')[0]!.split('\n').slice(2);
	const hubRows = rowsAfter('| `/status` | metric |');
	const frontRows = rowsAfter('| `/status` of a front | metric |');
	const rows = [...hubRows, ...frontRows];
	const namesIn = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map(match => match[1]!);

	it('has every name of /status in its table, and no other', async () => {
		const hub = await openHub();
		using live = openLive(hub.port, '/status\n');
		const status = (await live.until('answer')).answer.status as Status;
		expect(hubRows.flatMap(row => namesIn(row.split('|')[1]!)).sort()).toEqual(Object.keys(status).sort());
		const front = await openFront(hub.port);
		await using client = await front.connect();
		client.write('/status\n');
		const names = [...(await client.until(prompt)).matchAll(/^(\w+): /gm)].map(match => match[1]!);
		expect(rows.flatMap(row => namesIn(row.split('|')[1]!)).sort()).toEqual(names.sort());
	});

	it('has every metric, and no other, each beside the names that it is made of', async () => {
		const {url} = await openWithMetrics();
		const page = await (await fetch(url)).text();
		const metricNames = [...page.matchAll(/^# TYPE (\w+) /gm)].map(match => match[1]!);
		expect(rows.flatMap(row => namesIn(row.split('|')[2]!)).sort()).toEqual(metricNames.sort());
		const sources = metricTable.map(({name, samples}) => [name, samples.map(({from}) => from)] as const);
		for (const [name, from] of [...sources, ['bchain_info', infoLabels] as const]) {
			const row = rows.find(each => each.includes(`\`${name}\``))!;
			expect(namesIn(row.split('|')[1]!), name).toEqual(expect.arrayContaining([...from]));
		}
	});
});
