/** Pictures of the page in a real browser, for the README. */
import {writeFileSync} from 'node:fs';
import type {Browser} from 'playwright-core';
import {desktop, phone, requireBrowser, type Size, startBrowser, visit} from '../test/support/browser.ts';
import {reduceColours} from './palette-png.ts';

type Picture = {
	readonly name: string;
	readonly viewport: Size;
	readonly colorScheme: 'light' | 'dark';
	/** Keys that are pressed first. */
	readonly keys?: readonly string[];
};

const pictures: readonly Picture[] = [
	{name: 'light', viewport: desktop, colorScheme: 'light'},
	{name: 'dark', viewport: desktop, colorScheme: 'dark', keys: ['ArrowUp', 'Enter']},
	{name: 'phone', viewport: phone, colorScheme: 'light'},
	{name: 'projector', viewport: {width: 1_920, height: 1_080}, colorScheme: 'dark', keys: ['p']},
];
/** The last motion may still be on its way. */
const pauseMs = 800;

/** Writes docs/images/page-*.png of the page at `url`; gives how many. */
export async function takePagePictures(url: string, folder: string): Promise<number> {
	const file = requireBrowser({
		skip: note => {
			throw new Error(note);
		},
	});
	const browser = await startBrowser(file);
	try {
		for (const picture of pictures) await takePicture(browser, url, folder, picture);
	} finally {
		await browser.close();
	}
	return pictures.length;
}

async function takePicture(browser: Browser, url: string, folder: string, picture: Picture): Promise<void> {
	const {name, viewport, colorScheme, keys = []} = picture;
	await using visitor = await visit(browser, url, {viewport, colorScheme});
	const {page} = visitor;
	await page.getByText('Live', {exact: true}).waitFor();
	await page
		.getByRole('button', {name: /valid$/})
		.last()
		.waitFor();
	await page.waitForTimeout(pauseMs);
	for (const key of keys) await page.keyboard.press(key);
	await page.waitForTimeout(pauseMs);
	writeFileSync(`${folder}page-${name}.png`, reduceColours(await page.screenshot()));
}
