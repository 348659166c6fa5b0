import type {ReactNode} from 'react';

/** The pictures of the page, drawn with lines in the colour of the text around them. */
const shapes = {
	heart: (
		<path d="M12 20s-7.5-4.6-9.2-9.1C1.5 7.400 3.800 4.500 6.900 4.500c2.100 0 3.900 1.200 5.100 3 1.200-1.800 3-3 5.100-3 3.100 0 5.400 2.900 4.100 6.400C19.500 15.400 12 20 12 20z" />
	),
	projector: <path d="M3 4h18v12H3zM12 16v4M8 20h8" />,
	auto: (
		<>
			<circle cx="12" cy="12" r="8.500" />
			<path d="M12 3.500v17a8.500 8.500 0 0 0 0-17z" fill="currentColor" />
		</>
	),
	light: (
		<>
			<circle cx="12" cy="12" r="4" />
			<path d="M12 2.500v2.500M12 19v2.500M2.500 12H5M19 12h2.500M5.300 5.300l1.800 1.800M16.900 16.900l1.800 1.800M5.300 18.700l1.800-1.800M16.900 7.100l1.800-1.800" />
		</>
	),
	dark: <path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z" />,
	help: (
		<>
			<circle cx="12" cy="12" r="9" />
			<path d="M9.300 9.300a2.800 2.800 0 1 1 4 2.900c-.8.5-1.300 1-1.300 1.900M12 17h.01" />
		</>
	),
	close: <path d="M6 6l12 12M18 6L6 18" />,
	down: <path d="M12 5v14M6 13l6 6 6-6" />,
	older: <path d="M6 15l6-6 6 6" />,
	newer: <path d="M6 9l6 6 6-6" />,
	valid: <path d="M5 12.500l4.500 4.500L19 7.500" />,
	invalid: <path d="M6 6l12 12M18 6L6 18" />,
	fork: (
		<>
			<path d="M6 8v8M8.500 18H12a6 6 0 0 0 6-6V8" />
			<circle cx="6" cy="5.500" r="2.500" />
			<circle cx="6" cy="18.500" r="2.500" />
			<circle cx="18" cy="5.500" r="2.500" />
		</>
	),
	copy: <path d="M9 9h11v11H9zM15 9V4H4v11h5" />,
	search: <path d="M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L21 21" />,
} as const satisfies Readonly<Record<string, ReactNode>>;

export type IconName = keyof typeof shapes;

/** A picture of the height of the text beside it. It says nothing to screen readers: a word has to stand beside it. */
export function Icon({name}: {readonly name: IconName}): ReactNode {
	return (
		<svg className={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
			{shapes[name]}
		</svg>
	);
}
