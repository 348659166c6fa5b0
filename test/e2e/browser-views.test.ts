import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {
	desktop,
	pageUrl,
	phone,
	requireBrowser,
	startBrowser,
	type Visit,
	visit,
} from '../support/browser.ts';
import {type HubProcess, startHub} from '../support/hub-process.ts';
import {makePast} from '../support/past.ts';

/** Enough that an element as high as all blocks would be higher than browsers allow. */
const height = 240_000;
let browser: Browser | undefined;
let hub: HubProcess;

beforeAll(async () => {
	const data = makePast({readings: height, betweenMs: 1_000, bpm: index => 60 + (index % 37)});
	hub = await startHub({args: ['--http-port', '0'], data});
}, 60_000);

beforeEach(async test => {
	browser ??= await startBrowser(requireBrowser(test));
});

afterAll(async () => {
	await browser?.close();
	await hub?.kill();
});

/** The card of a block, whatever there is to say of it. */
function card(page: Page, index: number) {
	const name = index.toLocaleString('en');
	return page.getByRole('button', {name: new RegExp(`^Block ${name}, `)});
}

async function isReady({page}: Visit): Promise<void> {
	await page
		.getByRole('button', {name: /^Block 240,00\d, .* valid$/})
		.first()
		.waitFor();
}

async function goTo(page: Page, index: number): Promise<void> {
	await page.keyboard.press('g');
	await page.getByLabel(/^Number of the block/).fill(String(index));
	await page.keyboard.press('Enter');
}

/** What can be seen, and how to get there and back. */
const views: readonly (readonly [string, (page: Page) => Promise<unknown>, back?: string])[] = [
	['as it opens', async () => {}],
	['with a block open', page => page.keyboard.press('Enter'), 'Escape'],
	['with the help open', page => page.keyboard.press('?'), 'Escape'],
	['asking for a block', page => page.keyboard.press('g'), 'Escape'],
	['in the middle of the chain', page => goTo(page, 120_000), 'End'],
	['on a projector', page => page.keyboard.press('p'), 'p'],
	[
		'with a mistake in the box',
		async page => {
			await page.getByLabel('Your heart rate').fill('sixty');
			await page.keyboard.press('Enter');
		},
	],
];

describe.each([
	['desktop', desktop, true],
	['tablet', {width: 1_024, height: 768}, false],
	['phone', phone, true],
	['small phone', {width: 360, height: 640}, false],
] as const)('on a %s', (_, viewport, isAsked) => {
	test.each(['light', 'dark'] as const)(
		'everybody can use the page in %s colours, and nothing sticks out',
		async colorScheme => {
			await using visitor = await visit(browser!, pageUrl(hub), {viewport, colorScheme});
			const {page} = visitor;
			await isReady(visitor);
			for (const [name, go, back] of views) {
				await go(page);
				// The other colours change nothing but the contrast.
				const violations = isAsked
					? await visitor.violations(colorScheme === 'dark' ? ['color-contrast'] : undefined)
					: [];
				expect([name, ...violations]).toEqual([name]);
				const size = await page.evaluate(
					'(({scrollWidth, scrollHeight}) => [scrollWidth, scrollHeight])(document.documentElement)',
				);
				expect([name, size]).toEqual([name, [viewport.width, viewport.height]]);
				if (back !== undefined) await page.keyboard.press(back);
			}
			expect(visitor.complaints()).toEqual([]);
		},
		60_000,
	);
});

describe('a long chain', () => {
	test('is there from one end to the other, and only what is in view exists', async () => {
		await using visitor = await visit(browser!, pageUrl(hub));
		const {page} = visitor;
		await isReady(visitor);
		for (const [go, index] of [
			['Home', 0],
			['End', height],
		] as const) {
			await page.keyboard.press(go);
			await card(page, index).waitFor();
			expect(await page.evaluate('document.activeElement.dataset.index')).toBe(String(index));
		}
		await goTo(page, 123_456);
		await page.getByRole('button', {name: /^Block 123,456, .* valid$/}).waitFor();
		await page.keyboard.press('ArrowUp');
		await page.keyboard.press('PageDown');
		expect(Number(await page.evaluate('document.activeElement.dataset.index'))).toBeGreaterThan(123_458);
		await page.mouse.move(300, 400);
		await page.mouse.wheel(0, 300);
		await page.evaluate('document.querySelector(".chain-scroll").scrollTop = 4_000_000');
		await page
			.getByRole('button', {name: /^Block 12\d,\d{3}, .* valid$/})
			.first()
			.waitFor();
		expect(await page.getByRole('listitem').count()).toBeLessThan(60);
		await page.getByRole('button', {name: / newer$/}).click();
		await card(page, height).waitFor();
		expect(visitor.complaints()).toEqual([]);
	});

	test('is followed at its end, and holds still while somebody looks elsewhere', async () => {
		await using visitor = await visit(browser!, pageUrl(hub));
		const {page} = visitor;
		await isReady(visitor);
		const response = await fetch(pageUrl(hub), {method: 'POST', body: '{"BPM":101}'});
		const index = ((await response.json()) as {Index: number}).Index;
		await card(page, index).waitFor();
		await goTo(page, 500);
		await card(page, 500).waitFor();
		await fetch(pageUrl(hub), {method: 'POST', body: '{"BPM":102}'});
		await page.getByText(`#${(index + 2).toLocaleString('en')}`).waitFor();
		expect(await card(page, 500).count()).toBe(1);
	});
});

describe('what the hub cannot pretend', () => {
	test('a block that was changed is called not valid, loudly, and what comes after it unproven', async () => {
		await using visitor = await visit(browser!, 'about:blank');
		const {page} = visitor;
		await page.route('**/blocks?*', async route => {
			const response = await route.fetch();
			const body = (await response.json()) as {blocks: {Index: number; BPM: number}[]};
			for (const block of body.blocks) if (block.Index === 777) block.BPM = 200;
			await route.fulfill({response, json: body});
		});
		await page.goto(pageUrl(hub));
		await isReady(visitor);
		await goTo(page, 777);
		await page
			.getByRole('alert', {name: 'A block is not valid'})
			.getByText('Block 777 is not valid')
			.waitFor();
		await page.getByRole('button', {name: /^Block 777, .* not valid: its Hash is not the SHA-256/}).waitFor();
		await page.getByRole('button', {name: /^Block 776, .* valid$/}).waitFor();
		await page.getByRole('button', {name: /^Block 778, .* unproven/}).waitFor();
		await page.getByRole('button', {name: 'Show it'}).click();
		const detail = page.getByRole('dialog', {name: 'Block 777'});
		await detail.getByText('This block is not valid: its Hash is not the SHA-256 of its fields.').waitFor();
		await detail.getByText(/they differ from character \d+ on/).waitFor();
		expect(await visitor.violations()).toEqual([]);
	});

	test('without Web Crypto the page computes the hashes itself, and says so', async () => {
		await using visitor = await visit(browser!, 'about:blank');
		const {page} = visitor;
		await page.addInitScript("Object.defineProperty(crypto, 'subtle', {value: undefined})");
		await page.goto(pageUrl(hub));
		await isReady(visitor);
		await page.keyboard.press('Enter');
		const detail = page.getByRole('dialog');
		await detail.getByText('@noble/hashes').waitFor();
		expect(await detail.getByText('all 64 characters are the same').count()).toBe(2);
		expect(visitor.complaints()).toEqual([]);
	});
});

test('Colours that were chosen are remembered, and keys that are single characters can be turned off', async () => {
	await using visitor = await visit(browser!, pageUrl(hub), {colorScheme: 'light'});
	const {page} = visitor;
	const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
	await isReady(visitor);
	const light = await ground();
	await page.keyboard.press('t');
	await page.keyboard.press('t');
	await page.getByRole('button', {name: 'Colours: dark (t)'}).waitFor();
	const dark = await ground();
	expect(dark).not.toBe(light);
	await page.keyboard.press('?');
	await page.getByLabel(/single characters/).uncheck();
	await page.reload();
	await isReady(visitor);
	expect(await ground()).toBe(dark);
	await page.keyboard.press('p');
	await page.keyboard.press('g');
	expect(await page.getByRole('dialog').count()).toBe(0);
	expect(await page.evaluate('document.documentElement.dataset.view')).toBe('desk');
});

test.each([
	{width: 1_920, height: 1_080},
	{width: 1_280, height: 800},
	{width: 1_024, height: 768},
	{width: 800, height: 600},
	{width: 1_080, height: 1_920},
])('on a projector of $width by $height no number is cut off', async viewport => {
	await using visitor = await visit(browser!, pageUrl(hub), {viewport});
	const {page} = visitor;
	await isReady(visitor);
	await page.keyboard.press('p');
	const response = await fetch(pageUrl(hub), {method: 'POST', body: '{"BPM":200}'});
	const {Index: newest} = (await response.json()) as {Index: number};
	for (const [go, index] of [
		['End', newest],
		['Home', 0],
	] as const) {
		await page.keyboard.press(go);
		const name = index.toLocaleString('en');
		await page.getByRole('button', {name: new RegExp(`^Block ${name}, .* valid$`)}).waitFor();
		const cut =
			await page.evaluate(`[...document.querySelectorAll('.cell-bpm, .card .cell-index, .chart-now')]
			.filter(({scrollWidth, clientWidth}) => scrollWidth > clientWidth)
			.map(({textContent}) => textContent)`);
		expect([go, cut]).toEqual([go, []]);
	}
});
