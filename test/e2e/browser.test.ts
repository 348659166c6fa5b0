import {execFileSync} from 'node:child_process';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeEach, describe, expect, test} from 'vitest';
import {desktop, pageUrl, phone, requireBrowser, type Size, startBrowser, visit} from '../support/browser.ts';
import {makeFolder} from '../support/child-env.ts';
import {openLine} from '../support/cuttable-line.ts';
import {bin, type HubProcess, startHub} from '../support/hub-process.ts';
import {requireProgram} from '../support/needs.ts';
import {openTerminal} from '../support/terminal.ts';

let browser: Browser | undefined;

beforeEach(async test => {
	browser ??= await startBrowser(requireBrowser(test));
});

afterAll(() => browser?.close());

const http = ['--http-port', '0'];
const sizes: readonly (readonly [string, Size])[] = [
	['desktop', desktop],
	['phone', phone],
];

/** The card of a block, once it is shown as valid. */
function validBlock(page: Page, index: number, bpm: number) {
	const name = new RegExp(`^Block ${index}, ${bpm} beats a minute .*, valid`);
	return page.getByRole('button', {name});
}

/** The readings that the hub's log tells of, once it tells of this one: the log comes later than the page. */
async function loggedReadings(hub: HubProcess, last: number): Promise<readonly unknown[]> {
	await hub.until(({event, bpm}) => event === 'block' && bpm === last);
	return hub.events().flatMap(({event, bpm}) => (event === 'block' && bpm !== 0 ? [bpm] : []));
}

async function add(page: Page, bpm: string): Promise<void> {
	await page.getByLabel('Your heart rate').fill(bpm);
	await page.getByRole('button', {name: 'Add', exact: true}).click();
}

/** Stops a hub and starts it again in its place. */
async function restart(hub: HubProcess, options: Parameters<typeof startHub>[0]): Promise<HubProcess> {
	const {port: httpPort} = new URL(pageUrl(hub));
	await hub.stop();
	return startHub({...options, port: hub.port, args: ['--http-port', httpPort]});
}

describe.each(sizes)('the page on a %s', (_, viewport) => {
	test('shows at once what is added in it, in a terminal and through nc', async ({skip}) => {
		requireProgram('nc', {skip});
		await using hub = await startHub({args: http});
		await using visitor = await visit(browser!, pageUrl(hub), {viewport});
		await using client = openTerminal(process.execPath, [bin, 'connect', hub.address]);
		await using nc = openTerminal('nc', [hub.host, String(hub.port)]);
		const {page} = visitor;
		await page.getByText('Live', {exact: true}).waitFor();
		await page.evaluate('globalThis.isTheSamePage = true');
		await client.until('● live', 10_000);
		await nc.until('Enter a new BPM:');

		await add(page, '72');
		await page.getByText('72 is in block 1').waitFor();
		await client.until(/ 72 /);
		nc.write('64\r');
		await validBlock(page, 2, 64).waitFor();
		client.write('88\r');
		await validBlock(page, 3, 88).waitFor();
		expect(await page.evaluate('globalThis.isTheSamePage')).toBe(true);
		expect(visitor.complaints()).toEqual([]);
	});

	test('says in words why a reading is none, and adds nothing', async () => {
		await using hub = await startHub({args: [...http, '--bpm-range', '30-220']});
		await using visitor = await visit(browser!, pageUrl(hub), {viewport});
		const {page} = visitor;
		await page.getByText('Live', {exact: true}).waitFor();
		for (const [typed, told] of [
			['', 'Type a heart rate first. A heart rate is a whole number from 30 to 220.'],
			['sixty', '"sixty" is not a whole number.'],
			['250', '250 is out of range. A heart rate is a whole number from 30 to 220.'],
		] as const) {
			await add(page, typed);
			await page.getByText(told).waitFor();
		}
		await add(page, '72');
		await validBlock(page, 1, 72).waitFor();
		expect(await loggedReadings(hub, 72)).toEqual([72]);
	});

	test('shows why a block is valid, so that anybody can find that out again', async () => {
		await using hub = await startHub({args: http});
		await using visitor = await visit(browser!, pageUrl(hub), {viewport});
		const {page} = visitor;
		await add(page, '72');
		await add(page, '81');
		await validBlock(page, 2, 81).waitFor();
		const card = validBlock(page, 1, 72);
		await card.focus();
		await page.keyboard.press('Enter');
		const detail = page.getByRole('dialog', {name: 'Block 1'});
		await detail.getByText('Valid: its hash and its link were verified in this browser.').waitFor();
		expect(await detail.getByText('all 64 characters are the same').count()).toBe(2);
		expect(await detail.getByText('Web Crypto', {exact: true}).count()).toBe(1);
		const line = await detail.locator('pre').textContent();
		expect(execFileSync('sh', {input: `${line}\n`, encoding: 'utf8'})).toContain(
			'OK: this is the Hash of block 1',
		);
		const [text, block] = [
			await detail.getByRole('list').textContent(),
			await hub.until(({event, index}) => event === 'block' && index === 1),
		];
		for (const part of [block.timestamp, block.prevHash, 'Index', 'PrevHash']) expect(text).toContain(part);
		await page.keyboard.press('ArrowRight');
		await page.getByRole('dialog', {name: 'Block 2'}).waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({state: 'detached'});
		expect(visitor.complaints()).toEqual([]);
	});

	test('survives a restart of the hub, and delivers once what was typed meanwhile', async () => {
		const data = makeFolder('data');
		const hub = await startHub({args: http, data});
		await using visitor = await visit(browser!, pageUrl(hub), {viewport});
		const {page} = visitor;
		await add(page, '72');
		await validBlock(page, 1, 72).waitFor();
		await page.evaluate('globalThis.isTheSamePage = true');
		const {port} = hub;
		const httpPort = new URL(pageUrl(hub)).port;
		await hub.kill();
		await page.getByText('Reconnecting').waitFor();
		await add(page, '99');
		await page.getByText('99 waits and will be sent once the hub takes it.').waitFor();
		await using again = await startHub({data, port, args: ['--http-port', httpPort]});
		await validBlock(page, 2, 99).waitFor();
		await page.getByText('99 is in block 2').waitFor();
		await page.getByText('Live', {exact: true}).waitFor();
		expect(await loggedReadings(again, 99)).toEqual([99]);
		expect(await page.evaluate('globalThis.isTheSamePage')).toBe(true);
		expect(visitor.complaints()).toEqual([]);
	});
});

test('Another chain at the same address is told, and neither shown nor written to until a person says so', async () => {
	const hub = await startHub({args: http, data: makeFolder('data')});
	await using visitor = await visit(browser!, pageUrl(hub));
	const {page} = visitor;
	await add(page, '72');
	await validBlock(page, 1, 72).waitFor();
	await using other = await restart(hub, {data: makeFolder('data')});
	await page.getByRole('alert', {name: 'Another past'}).waitFor();
	expect(await validBlock(page, 1, 72).count()).toBe(1);
	expect(await page.getByLabel('Your heart rate').isDisabled()).toBe(true);
	const alarm = page.getByRole('alert', {name: 'Another past'});
	const asItWas = alarm.getByText('What is shown below is the chain as it was.');
	expect(await asItWas.count()).toBe(1);
	await page.reload();
	await alarm.getByText('Its first block is another one').waitFor();
	await page.getByText('There is no block to show.').waitFor();
	expect(await asItWas.count()).toBe(0);
	await alarm.getByRole('button').click();
	await add(page, '55');
	await validBlock(page, 1, 55).waitFor();
	expect(await loggedReadings(other, 55)).toEqual([55]);
});

test('A hub that never kept its chain begins a new one, and that is told', async () => {
	const hub = await startHub({args: http});
	await using visitor = await visit(browser!, pageUrl(hub));
	const {page} = visitor;
	await add(page, '72');
	await validBlock(page, 1, 72).waitFor();
	await using _again = await restart(hub, {});
	await page.getByText('New chain: the hub was started anew and does not keep its chain.').waitFor();
	await add(page, '55');
	await validBlock(page, 1, 55).waitFor();
});

test('Blocks that a better chain replaced are told, and a reading from here is found where it is now', async () => {
	await using far = await startHub({args: ['--reorg-limit', '1000', ...http]});
	await using line = await openLine(() => far.port);
	await using near = await startHub({args: [...http, '--peer', `127.0.0.1:${line.port}`]});
	await near.until(({event}) => event === 'peerJoined', 10_000);
	const post = (hub: HubProcess, bpm: number) =>
		fetch(pageUrl(hub), {method: 'POST', body: JSON.stringify({BPM: bpm})});
	await post(far, 60);
	await using visitor = await visit(browser!, pageUrl(near));
	const {page} = visitor;
	await validBlock(page, 1, 60).waitFor();
	line.cut();
	await near.until(({event}) => event === 'peerLeft', 10_000);
	await add(page, '72');
	await page.getByText('72 is in block 2').waitFor();
	for (const bpm of [81, 82, 83]) await post(far, bpm);
	line.mend();
	await page.getByText('Block 2 was replaced by a better chain.').waitFor({timeout: 20_000});
	await validBlock(page, 5, 72).waitFor();
	await page.getByText('72 is in block 5').waitFor();
	await page.getByRole('button', {name: /^Block 2, 81 .* valid, took the place of another block$/}).click();
	await page.getByText('It took the place of another block 2 with 72 bpm').waitFor();
	expect(visitor.complaints()).toEqual([]);
});
