import xterm from '@xterm/headless';
import {expect, it} from 'vitest';
import {type PictureOptions, renderSvg} from '../../scripts/terminal-svg.ts';

/** The lines of the picture of a terminal to which these bytes were written. */
async function draw(bytes: string, cursor?: PictureOptions['cursor']): Promise<readonly string[]> {
	const terminal = new xterm.Terminal({cols: 20, rows: 3, allowProposedApi: true});
	await new Promise<void>(resolve => terminal.write(bytes, resolve));
	return renderSvg(terminal, {title: 'a <title>', cursor}).split('\n');
}

it('is as large as the screen with its frame, and says what it shows', async () => {
	const [head] = await draw('');
	expect(head).toContain(
		'viewBox="0 0 196 112" width="196" height="112" role="img" aria-label="a &lt;title&gt;"',
	);
});

it('puts each word into exactly its columns, and escapes it', async () => {
	const lines = await draw('72 <b>&\r\n  é');
	expect(lines).toContain('<text x="0" y="13" fill="#d5dbe5" textLength="16.8">72</text>');
	expect(lines).toContain('<text x="25.2" y="13" fill="#d5dbe5" textLength="33.6">&lt;b&gt;&amp;</text>');
	expect(lines).toContain('<text x="21" y="31" fill="#d5dbe5" text-anchor="middle">é</text>');
});

it('centres a wide character in its two columns, and goes on behind it', async () => {
	const lines = await draw('日x');
	expect(lines).toContain('<text x="8.4" y="13" fill="#d5dbe5" text-anchor="middle">日</text>');
	expect(lines).toContain('<text x="16.8" y="13" fill="#d5dbe5" textLength="8.4">x</text>');
});

it.each([
	['\x1b[31m', '#f27983', 'one of the sixteen'],
	['\x1b[38;5;208m', '#ff8700', 'of the cube'],
	['\x1b[38;5;244m', '#808080', 'a grey'],
	['\x1b[38;2;1;2;255m', '#0102ff', 'any'],
	['\x1b[2m', '#7b8087', 'dim'],
])('knows the colour of %j', async (sequence, fill) => {
	expect(await draw(`${sequence}a`)).toContain(`<text x="0" y="13" fill="${fill}" textLength="8.4">a</text>`);
});

it('keeps bold, italic, underlined, struck out and hidden text', async () => {
	const lines = await draw('\x1b[1mb\x1b[0;3mi\x1b[0;4mu\x1b[0;9ms\x1b[0;8mh');
	expect(
		lines.filter(line => line.includes('textLength')).map(line => line.replace(/^.*#d5dbe5"/, '')),
	).toEqual([
		' font-weight="700" textLength="8.4">b</text>',
		' font-style="italic" textLength="8.4">i</text>',
		' text-decoration="underline" textLength="8.4">u</text>',
		' text-decoration="line-through" textLength="8.4">s</text>',
	]);
});

it('paints neighbours of one background in one piece, and swaps the colours of inverse text', async () => {
	const lines = await draw('\x1b[44m ab \x1b[0m\x1b[7mc');
	expect(lines).toContain('<path fill="#6fb3f7" shape-rendering="crispEdges" d="M0 0h33.6v18h-33.6z"/>');
	expect(lines).toContain('<path fill="#d5dbe5" shape-rendering="crispEdges" d="M33.6 0h8.4v18h-8.4z"/>');
	expect(lines).toContain('<text x="33.6" y="13" fill="#0c1015" textLength="8.4">c</text>');
});

it('draws the cursor where it shows', async () => {
	const cursor = '<path fill="#d5dbe5" shape-rendering="crispEdges" d="M8.4 18h8.4v18h-8.4z"/>';
	expect(await draw('', {column: 1, row: 1})).toContain(cursor);
	expect(await draw('')).not.toContain(cursor);
});

it.each([
	['█', 'crispEdges" d="M0 0h8.4v18h-8.4z"'],
	['▐', 'crispEdges" d="M4.2 0h4.2v18h-4.2z"'],
	['▌', 'crispEdges" d="M0 0h4.2v18h-4.2z"'],
	['▂', 'crispEdges" d="M0 13.5h8.4v4.5h-8.4z"'],
	['▚', 'crispEdges" d="M0 0h4.2v9h-4.2zM4.2 9h4.2v9h-4.2z"'],
	['▒', 'fill-opacity="0.5" shape-rendering="crispEdges" d="M0 0h8.4v18h-8.4z"'],
	['─', 'd="M3.6 8.4h5.2v1.2h-5.2zM-0.4 8.4h5.2v1.2h-5.2z"'],
	['╭', 'fill="none" stroke="#d5dbe5" stroke-width="1.2" d="M4.2 18V13.2Q4.2 9 8.4 9H8.4"'],
	['⠂', 'd="M0.9 6.75a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0 -2.4 0z"'],
	['⣿', /(?:M[^M]+z){8}"/],
])('draws %s as a shape, not as a letter', async (char, expected) => {
	const lines = await draw(char);
	expect(lines.find(line => line.includes('<path fill="#d5') || line.includes('stroke-width'))).toMatch(
		expected,
	);
	expect(lines.some(line => line.includes(char))).toBe(false);
});

it('leaves a box character that it cannot draw to the font', async () => {
	expect(await draw('╱')).toContain('<text x="4.2" y="13" fill="#d5dbe5" text-anchor="middle">╱</text>');
});
