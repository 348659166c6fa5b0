/**
 * The floor of a frame: an Ink app, set up as people set it up, that shows a full screen of coloured lines of which
 * a few change. `node ink-screen.ts '{"perSecond":15,"changed":5}'` draws so many frames a second.
 */
process.env.NODE_ENV = 'production';
const {createElement, useEffect, useState} = await import('react');
const {Box, render, Text, useWindowSize} = await import('ink');

const {perSecond, changed} = JSON.parse(process.argv[2]!) as {perSecond: number; changed: number};

/** About as many colours as a row of the client has. */
function paint(row: number, columns: number): string {
	const number = String(row).padStart(8);
	const hash = `▐▌ ${'0123456789abcdef'.repeat(2)}`;
	const left = `\x1b[2m${number}\x1b[22m 09:11:33.315  \x1b[38;5;31m${hash}\x1b[39m → \x1b[38;5;133m${hash}\x1b[39m \x1b[38;5;28m✓\x1b[39m`;
	const cells = left.replaceAll(/\x1b\[[0-9;]*m/g, '').length;
	return `${left}${' │ text of the side pane'.padEnd(Math.max(0, columns - cells), ' ·')}`;
}

function App() {
	const {columns, rows} = useWindowSize();
	const [frame, setFrame] = useState(0);
	useEffect(() => {
		const timer = setInterval(() => setFrame(before => before + 1), 1_000 / perSecond);
		return () => clearInterval(timer);
	}, []);
	const lines = Array.from({length: rows}, (_, row) => {
		// Each row changes in its turn, as on a page that fills.
		const turn = Math.floor((frame * changed + rows - row) / rows);
		return createElement(Text, {key: row, wrap: 'truncate'}, paint(turn * rows + row, columns));
	});
	return createElement(
		Box,
		{width: columns, height: rows, overflow: 'hidden', flexDirection: 'column'},
		lines,
	);
}

render(createElement(App), {alternateScreen: true, incrementalRendering: true, maxFps: 60});
