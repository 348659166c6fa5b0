/**
 * The floor of a frame: an Ink app, set up as the client is, in which one line changes.
 * `node ink-line.ts 30` changes it thirty times a second.
 */
process.env.NODE_ENV = 'production';
const {createElement, useEffect, useState} = await import('react');
const {Box, render, Text, useWindowSize} = await import('ink');

const everyMs = 1_000 / Number(process.argv[2]);

function App() {
	const {columns, rows} = useWindowSize();
	const [count, setCount] = useState(0);
	useEffect(() => {
		const timer = setInterval(() => setCount(before => before + 1), everyMs);
		return () => clearInterval(timer);
	}, []);
	const line = createElement(Text, {wrap: 'truncate'}, `${count} readings`.padEnd(columns));
	return createElement(Box, {width: columns, height: rows, overflow: 'hidden'}, line);
}

render(createElement(App), {alternateScreen: true, incrementalRendering: true, maxFps: 60});
