/** The screen of a terminal as an SVG picture: selectable text, the same columns in every viewer, no gaps. */
import type {IBufferCell, Terminal} from '@xterm/headless';
import {type Box, drawGlyph, lineWidth, round, type Shape} from './glyph-shapes.ts';
import {background, foreground, frame, readColors} from './terminal-colors.ts';

export type PictureOptions = {
	/** Stands in the title bar, and says to those who cannot see the picture what it is. */
	readonly title: string;
	/** Where the cursor stands; undefined while the program hides it. */
	readonly cursor?: {readonly column: number; readonly row: number} | undefined;
};

/** A character as it is drawn; `span` is how many columns it takes, `style` the attributes of its letters. */
type Glyph = {
	readonly column: number;
	readonly row: number;
	readonly span: number;
	readonly text: string;
	readonly ink: string;
	readonly paper: string | undefined;
	readonly style: string;
};

const cell = {width: 8.4, height: 18, baseline: 13};
const margin = 14;
const barHeight = 30;
const fonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/** Draws the visible rows of the terminal, as they are now. */
export function renderSvg(terminal: Terminal, {title, cursor}: PictureOptions): string {
	const width = round(terminal.cols * cell.width + 2 * margin);
	const height = terminal.rows * cell.height + 2 * margin + barHeight;
	const glyphs = readGlyphs(terminal, cursor);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
			`role="img" aria-label="${escapeXml(title)}" font-family="${fonts}" font-size="14">`,
		...drawWindow(width, height, title),
		`<g transform="translate(${margin} ${margin + barHeight})">`,
		...drawPapers(glyphs),
		...drawShapes(glyphs),
		...drawTexts(glyphs),
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

function readGlyphs(terminal: Terminal, cursor: PictureOptions['cursor']): readonly Glyph[] {
	const {active} = terminal.buffer;
	const glyphs: Glyph[] = [];
	for (let row = 0; row < terminal.rows; row++) {
		const line = active.getLine(active.viewportY + row);
		for (let column = 0; column < terminal.cols; column++) {
			const source = line?.getCell(column);
			// The second half of a wide character has no width of its own.
			if (!source || source.getWidth() === 0) continue;
			const glyph = readGlyph(source, column, row);
			const isCursor = cursor?.column === column && cursor.row === row;
			glyphs.push(isCursor ? {...glyph, ink: glyph.paper ?? background, paper: foreground} : glyph);
		}
	}
	return glyphs;
}

function readGlyph(source: IBufferCell, column: number, row: number): Glyph {
	const decoration = [source.isUnderline() && 'underline', source.isStrikethrough() && 'line-through'];
	const lines = decoration.filter(Boolean).join(' ');
	const style = [
		source.isBold() && ' font-weight="700"',
		source.isItalic() && ' font-style="italic"',
		lines && ` text-decoration="${lines}"`,
	];
	const text = source.isInvisible() ? ' ' : source.getChars() || ' ';
	return {
		column,
		row,
		span: source.getWidth(),
		text,
		...readColors(source),
		style: style.filter(Boolean).join(''),
	};
}

/** The title bar and the background, as a window that reads well on a light page and on a dark one. */
function drawWindow(width: number, height: number, title: string): readonly string[] {
	const middle = barHeight / 2;
	const buttons = [0, 1, 2].map(index => `<circle cx="${20 + index * 18}" cy="${middle}" r="5.5"/>`);
	return [
		`<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9" fill="${background}" stroke="${frame}"/>`,
		`<path d="M.5 ${barHeight}H${width - 0.5}" stroke="${frame}"/>`,
		`<g fill="${frame}">${buttons.join('')}</g>`,
		`<text x="${width / 2}" y="${middle + 4.5}" text-anchor="middle" font-size="13" fill="#8b96a5">${escapeXml(title)}</text>`,
	];
}

/** The colours behind the characters: one path a colour, neighbours in a row joined. */
function drawPapers(glyphs: readonly Glyph[]): readonly string[] {
	const painted = glyphs.filter(({paper}) => paper !== undefined);
	const paths = new Map<string, string>();
	for (const {first, span} of joinNeighbours(painted, (one, next) => one.paper === next.paper)) {
		const {x, y, height} = placeOf(first);
		const width = round(span * cell.width);
		const attributes = `fill="${first.paper}" shape-rendering="crispEdges"`;
		paths.set(attributes, `${paths.get(attributes) ?? ''}M${round(x)} ${y}h${width}v${height}h${-width}z`);
	}
	return formatPaths(paths);
}

/** The characters that are shapes: one path for each colour and kind. */
function drawShapes(glyphs: readonly Glyph[]): readonly string[] {
	const paths = new Map<string, string>();
	for (const glyph of glyphs) {
		const shape = drawGlyph(glyph.text, placeOf(glyph));
		if (!shape) continue;
		const attributes = describeShape(shape, glyph.ink);
		paths.set(attributes, (paths.get(attributes) ?? '') + shape.d);
	}
	return formatPaths(paths);
}

function describeShape({kind, opacity}: Shape, ink: string): string {
	if (kind === 'stroke') return `fill="none" stroke="${ink}" stroke-width="${lineWidth}"`;
	const sharp = kind === 'crisp' ? ' shape-rendering="crispEdges"' : '';
	return `fill="${ink}"${opacity === undefined ? '' : ` fill-opacity="${opacity}"`}${sharp}`;
}

function formatPaths(paths: ReadonlyMap<string, string>): readonly string[] {
	return [...paths].map(([attributes, d]) => `<path ${attributes} d="${d}"/>`);
}

/**
 * The letters. Those that every monospaced font has are joined into runs, each stretched to its columns, so that
 * a font of another width changes nothing; any other character is centred in its own place.
 */
function drawTexts(glyphs: readonly Glyph[]): readonly string[] {
	const letters = glyphs.filter(glyph => glyph.text !== ' ' && !drawGlyph(glyph.text, placeOf(glyph)));
	const runs = joinNeighbours(letters, (one, next) => {
		const isPlain = isAscii(one.text) && isAscii(next.text);
		return isPlain && one.ink === next.ink && one.style === next.style;
	});
	return runs.map(({first, span, text}) => {
		const {x, y} = placeOf(first);
		const attributes = `y="${y + cell.baseline}" fill="${first.ink}"${first.style}`;
		if (!isAscii(text)) {
			const middle = round(x + (span * cell.width) / 2);
			return `<text x="${middle}" ${attributes} text-anchor="middle">${escapeXml(text)}</text>`;
		}
		const length = `textLength="${round(span * cell.width)}"`;
		return `<text x="${round(x)}" ${attributes} ${length}>${escapeXml(text)}</text>`;
	});
}

type Run = {readonly first: Glyph; readonly span: number; readonly text: string};

/** Joins glyphs that touch each other in a row and that `alike` puts together. */
function joinNeighbours(
	glyphs: readonly Glyph[],
	alike: (one: Glyph, next: Glyph) => boolean,
): readonly Run[] {
	const runs: Run[] = [];
	for (const glyph of glyphs) {
		const run = runs.at(-1);
		const touches = run?.first.row === glyph.row && run.first.column + run.span === glyph.column;
		if (run && touches && alike(run.first, glyph)) {
			runs[runs.length - 1] = {...run, span: run.span + glyph.span, text: run.text + glyph.text};
		} else runs.push({first: glyph, span: glyph.span, text: glyph.text});
	}
	return runs;
}

function placeOf({column, row, span}: Glyph): Box {
	return {x: column * cell.width, y: row * cell.height, width: span * cell.width, height: cell.height};
}

function isAscii(text: string): boolean {
	return /^[!-~]+$/.test(text);
}

function escapeXml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
