import {type PointerEvent, type ReactNode, useMemo, useRef, useState} from 'react';
import {
	type ChartReading,
	describeFacts,
	describeSpan,
	gatherFacts,
	labelEvery,
	nearestPoint,
	shapeChart,
	type Tick,
} from '../look/chart-shape.ts';
import {formatCount} from '../look/format.ts';
import {useSize} from './use-size.ts';

export interface ChartProps {
	/** The newest valid readings, from the oldest. */
	readonly readings: readonly ChartReading[];
	/** Grows with every block that comes: the heart beats. */
	readonly beat: number;
	readonly onPick: (index: number) => void;
}

/** Free room for the axis, for the glow of the newest point, and at the top and the bottom, in `rem`. */
const marginsRem = {left: 3.25, right: 1.125, ends: 1} as const;

/** Room that a label of the axis takes, in `rem`. */
const labelRem = 0.875;

/** The heart rate: the newest reading in large digits, and the line of those before it. */
export function Chart({readings, beat, onPick}: ChartProps): ReactNode {
	const facts = useMemo(() => gatherFacts(readings), [readings]);
	const newest = readings.at(-1);
	return (
		<section className="panel chart" aria-label="Heart rate">
			<div className="chart-head">
				<h2>Heart rate</h2>
				<p className="chart-facts">
					{facts ? (
						<>
							<span>{describeSpan(facts)}</span>
							<span>
								min {formatCount(facts.low)} · avg {formatCount(Math.round(facts.average))} · max{' '}
								{formatCount(facts.high)}
							</span>
						</>
					) : (
						<span>no readings to show</span>
					)}
				</p>
				<p className="chart-now">
					<b key={beat} className="beat-text">
						{newest ? newest.bpm : '–'}
					</b>
					<span>bpm</span>
				</p>
			</div>
			<Plot readings={readings} beat={beat} onPick={onPick} />
		</section>
	);
}

/** The line, its axis, and what is under the pointer. */
function Plot({readings, beat, onPick}: ChartProps): ReactNode {
	const box = useRef<HTMLDivElement>(null);
	const {width, height, rem} = useSize(box);
	const [pointed, setPointed] = useState<number | null>(null);
	const shape = useMemo(() => {
		const {left, right, ends} = marginsRem;
		return shapeChart(readings, {width, height, left: left * rem, right: right * rem, ends: ends * rem});
	}, [readings, width, height, rem]);
	const at = pointed === null ? -1 : nearestPoint(shape.points, pointed);
	const last = shape.points.at(-1);
	const move = (event: PointerEvent): void =>
		setPointed(event.clientX - event.currentTarget.getBoundingClientRect().left);
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; every block is in the list
		// biome-ignore lint/a11y/useKeyWithClickEvents: the same
		<div
			className="plot"
			ref={box}
			onPointerMove={move}
			onPointerLeave={() => setPointed(null)}
			onClick={() => readings[at] && onPick(readings[at].index)}
		>
			<svg role="img" aria-label={describeFacts(gatherFacts(readings))} width={width} height={height}>
				<Grid ticks={shape.ticks} width={width} rem={rem} />
				<path className="plot-area" d={shape.area} />
				<path className="plot-line" d={shape.line} />
				{at >= 0 && <Mark point={shape.points[at]!} height={height} />}
				{last && (
					<g key={beat} className="plot-newest">
						<circle className="plot-ring" cx={last.x} cy={last.y} r="4" />
						<circle className="plot-dot" cx={last.x} cy={last.y} r="4" />
					</g>
				)}
			</svg>
			{at >= 0 && <Tip reading={readings[at]!} x={shape.points[at]!.x} width={width} />}
		</div>
	);
}

function Grid({
	ticks,
	width,
	rem,
}: {
	readonly ticks: readonly Tick[];
	readonly width: number;
	readonly rem: number;
}): ReactNode {
	const every = labelEvery(ticks, labelRem * rem);
	return ticks.map(({bpm, y}, at) => (
		<g key={bpm} className="plot-tick">
			<line x1={(marginsRem.left - 0.25) * rem} x2={width} y1={y} y2={y} />
			{at % every === 0 && (
				<text x={(marginsRem.left - 0.625) * rem} y={y}>
					{formatCount(bpm)}
				</text>
			)}
		</g>
	));
}

function Mark({
	point,
	height,
}: {
	readonly point: {readonly x: number; readonly y: number};
	readonly height: number;
}): ReactNode {
	return (
		<g className="plot-mark">
			<line x1={point.x} x2={point.x} y1="0" y2={height} />
			<circle cx={point.x} cy={point.y} r="4" />
		</g>
	);
}

/** Which reading is under the pointer. */
function Tip({
	reading,
	x,
	width,
}: {
	readonly reading: ChartReading;
	readonly x: number;
	readonly width: number;
}): ReactNode {
	const style = x < width / 2 ? {left: x + 10} : {right: width - x + 10};
	return (
		<div className="plot-tip" style={style} aria-hidden="true">
			<b>{reading.bpm} bpm</b> block {formatCount(reading.index)}
		</div>
	);
}
