/** A real browser: Chromium of this machine, driven by playwright-core. Only for tests and scripts. */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import type {HubProcess} from './hub-process.ts';
import {findProgram, requireProgram, type Skippable} from './needs.ts';

/** Names under which it is installed; BCHAIN_CHROMIUM names another file. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const launchFlags = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export type Size = {readonly width: number; readonly height: number};

export const desktop: Size = {width: 1_440, height: 900};
export const phone: Size = {width: 390, height: 844};

export type Visit = {
	readonly page: Page;
	/** What the page complained about so far: errors on the console, errors of scripts, and breaches of its policy. */
	readonly complaints: () => readonly string[];
	/** What axe finds wrong with the page as it is, by all of its rules or by these; a line for each. */
	readonly violations: (rules?: readonly string[]) => Promise<readonly string[]>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The file of the browser. Skips the test, visibly, where there is none; fails where every program must be there. */
export function requireBrowser(test: Skippable): string {
	const [file] = [process.env.BCHAIN_CHROMIUM ?? '', ...names].flatMap(
		name => (name && findProgram(name)) || [],
	);
	if (file === undefined) requireProgram(names[0]!, test);
	return file!;
}

/** Starts a browser that remembers nothing of any before it. */
export function startBrowser(file: string): Promise<Browser> {
	return chromium.launch({executablePath: file, args: launchFlags, chromiumSandbox: false});
}

/** Opens an address as a visitor who was never there. What the browser says of a hub that is away is no complaint. */
export async function visit(
	browser: Browser,
	url: string,
	{viewport = desktop, ...options}: BrowserContextOptions = {},
): Promise<Visit> {
	const context = await browser.newContext({viewport, reducedMotion: 'reduce', ...options});
	const page = await context.newPage();
	page.setDefaultTimeout(10_000);
	const complaints: string[] = [];
	page.on('console', message => {
		const text = message.text();
		if (['error', 'warning'].includes(message.type()) && !/net::ERR_/.test(text)) complaints.push(text);
	});
	page.on('pageerror', error => void complaints.push(String(error)));
	await page.goto(url);
	return {
		page,
		complaints: () => complaints,
		violations: async rules => {
			await page.evaluate(axe);
			return page.evaluate(
				`axe.run(document, ${JSON.stringify(rules ? {runOnly: rules} : {})}).then(${listViolations})`,
			);
		},
		[Symbol.asyncDispose]: () => context.close(),
	};
}

/** Where a hub serves its page. */
export function pageUrl(hub: HubProcess): string {
	const http = hub.events().find(({event}) => event === 'http');
	return `http://127.0.0.1:${http?.port}/`;
}

/** As a text, because it runs in the browser. */
const listViolations = `({violations}) => violations.map(({id, help, nodes}) =>
	id + ': ' + help + ' (' + nodes.map(({html, any}) => html.slice(0, 120) + ' ' + (any[0]?.message ?? '')).join('; ') + ')')`;
