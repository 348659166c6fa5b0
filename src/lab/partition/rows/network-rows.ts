import {cutText, textWidth} from '../../../client/screen/text-width.ts';
import type {Row, Run, Tone} from '../../../client/screen/theme.ts';
import {wireKeys} from '../reduce-command.ts';
import {heightOf, type LabState} from '../state.ts';
import {endsOf, type HubName, hubNames, type WireName} from '../topology.ts';
import {columnWidths, frameOf} from './frame.ts';

/** The triangle of hubs and links: over the columns of the hubs, or in one short line. */
export function networkRows(state: LabState): readonly Row[] {
	if (frameOf(state).networkRows === 1) return [compactRow(state)];
	const nodes = nodePlaces(state);
	return [arcRow(state, nodes), lineRow(state, nodes)];
}

/** Cells of `[A]`. */
const nodeCells = 3;

/** The first cell of each hub: in the middle of its column. */
function nodePlaces({columns}: LabState): readonly [number, number, number] {
	const [first, second, third] = columnWidths(columns);
	const middle = (left: number, width: number): number => left + Math.floor((width - nodeCells) / 2);
	return [middle(0, first), middle(first + 1, second), middle(first + second + 2, third)];
}

function lineRow(state: LabState, [a, b, c]: readonly [number, number, number]): Row {
	return [
		{text: ' '.repeat(a)},
		nodeRun(state, 'A'),
		wireRun(state, 'AB', b - a - nodeCells),
		nodeRun(state, 'B'),
		wireRun(state, 'BC', c - b - nodeCells),
		nodeRun(state, 'C'),
	];
}

/** The link between the outer hubs, over the one in the middle. */
function arcRow(state: LabState, [a, , c]: readonly [number, number, number]): Row {
	const inner = c - a - 1;
	const run = wireRun(state, 'AC', inner);
	return [{text: ' '.repeat(a + 1)}, {...run, text: `╭${run.text}╮`}];
}

function nodeRun({hubs, selected}: LabState, hub: HubName): Run {
	const isDown = hubs[hub].process === 'killed' || hubs[hub].process === 'failed';
	const tone = isDown ? 'bad' : hub === selected ? 'accent' : 'strong';
	return {text: isDown ? `✗${hub}✗` : `[${hub}]`, tone};
}

function toneOf({wires}: LabState, wire: WireName): Tone {
	const {state} = wires[wire];
	return state === 'joined' ? 'ok' : state === 'cut' ? 'bad' : 'wait';
}

/** A link of so many cells with what is known of it in its middle. */
function wireRun(state: LabState, wire: WireName, width: number): Run {
	const cable = state.wires[wire].state === 'joined' ? '─' : state.wires[wire].state === 'cut' ? '╌' : '·';
	const text = cutText(` ${wireText(state, wire)} `, width);
	const left = Math.floor((width - textWidth(text)) / 2);
	const right = width - textWidth(text) - left;
	return {text: cable.repeat(left) + text + cable.repeat(right), tone: toneOf(state, wire)};
}

/** The key of a link, and how it is. */
function wireText({hubs, wires}: LabState, wire: WireName): string {
	const {state, roundTripMs} = wires[wire];
	const key = wireKeys[wire];
	if (state === 'cut') return `${key} ✗ cut`;
	if (state === 'joined') return `${key} joined${roundTripMs === null ? '' : ` ${formatMs(roundTripMs)}`}`;
	const down = endsOf(wire).find(hub => hubs[hub].process !== 'up');
	return down ? `${key} waits for ${down}` : `${key} joining`;
}

function formatMs(ms: number): string {
	return `${ms < 9.95 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** Once around the triangle: `A#12 ─x─ B#12 ╌y╌ C#10 ─z─ A`. */
function compactRow(state: LabState): Row {
	const {hubs, selected, wires} = state;
	const wire = (name: WireName): Run => {
		const cable = wires[name].state === 'joined' ? '─' : wires[name].state === 'cut' ? '✗' : '·';
		return {text: ` ${cable}${wireKeys[name]}${cable} `, tone: toneOf(state, name)};
	};
	const around = ['AB', 'BC', 'AC'] as const;
	const parts = hubNames.flatMap((hub, at): Run[] => {
		const height = heightOf(hubs[hub]);
		const isDown = hubs[hub].process === 'killed' || hubs[hub].process === 'failed';
		const text = `${hub}${isDown ? '✗' : ''}${height < 0 ? '' : `#${height}`}`;
		return [{text, tone: isDown ? 'bad' : hub === selected ? 'accent' : 'strong'}, wire(around[at]!)];
	});
	return [{text: ' '}, ...parts, {text: 'A', tone: 'muted'}];
}
