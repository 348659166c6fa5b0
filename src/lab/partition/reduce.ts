import {readDraft} from '../../client/state/input-box.ts';
import {defaults} from '../../core/limits.ts';
import {advanceGuide} from './guide.ts';
import {placeReading} from './readings.ts';
import {reduceCommand} from './reduce-command.ts';
import {reduceLink} from './reduce-link.ts';
import {type Action, boxCharactersMax, type HubView, heightOf, type LabState, remarkUntil} from './state.ts';
import {say} from './story.ts';
import {perHub} from './topology.ts';

/**
 * The state after `action`, which happened at `nowMs` (Date.now() time). Pure. The same object comes back when
 * nothing has changed.
 */
export function reduceLab(state: LabState, action: Action, nowMs: number): LabState {
	return advanceGuide(reduceAction(state, action, nowMs));
}

function reduceAction(state: LabState, action: Action, nowMs: number): LabState {
	switch (action.kind) {
		case 'process':
			return reduceProcess(state, action, nowMs);
		case 'link':
			return reduceLink(state, action, nowMs);
		case 'confirmed':
			return {...state, confirmed: action.confirmed};
		case 'placed':
			return {...state, readings: placeReading(state.readings, action.id, action.hash)};
		case 'wire':
			return reduceWire(state, action);
		case 'command':
			return reduceCommand({...state, remark: null}, action.name, action.key, nowMs);
		case 'remark':
			return {...state, remark: remarkUntil(action.text, nowMs)};
		case 'pasted':
			return reducePaste(state, action.text, nowMs);
		case 'resized':
			return {...state, columns: action.columns, rows: action.rows};
		case 'ground':
			return {...state, look: {...state.look, ground: action.ground}};
		case 'tick':
			return reduceTick(state, nowMs);
	}
}

function reduceWire(state: LabState, {wire, state: now, port}: Extract<Action, {kind: 'wire'}>): LabState {
	const view = state.wires[wire];
	const roundTripMs = now === 'joined' ? view.roundTripMs : null;
	return {...state, wires: {...state.wires, [wire]: {state: now, port: port ?? view.port, roundTripMs}}};
}

/** Only what could be readings comes into the box. */
function reducePaste(state: LabState, text: string, nowMs: number): LabState {
	const draft = readDraft(text, defaults.bpmRange);
	if (!draft.ok) return {...state, remark: remarkUntil(draft.reason, nowMs)};
	const box = [state.box, draft.bpms.join(' ')].filter(part => part !== '').join(' ');
	if (box.length > boxCharactersMax)
		return {...state, remark: remarkUntil('That is too much for the box.', nowMs)};
	return {...state, remark: null, box};
}

function reduceTick(state: LabState, nowMs: number): LabState {
	const isPast = ({untilMs}: {readonly untilMs: number}): boolean => untilMs <= nowMs;
	const {hubs, remark} = state;
	const isOver = remark !== null && isPast(remark);
	if (!isOver && !Object.values(hubs).some(({gone}) => gone.some(isPast))) return state;
	const left = perHub((name): HubView => {
		return {...hubs[name], gone: hubs[name].gone.filter(each => !isPast(each))};
	});
	return {...state, hubs: left, remark: isOver ? null : remark};
}

function reduceProcess(
	state: LabState,
	{hub, process, port, reason}: Extract<Action, {kind: 'process'}>,
	nowMs: number,
): LabState {
	const view = state.hubs[hub];
	const next: HubView = {...view, process, port: port ?? view.port, reason: reason ?? null};
	const after = {...state, hubs: {...state.hubs, [hub]: next}};
	if (process === 'killed') return say(after, nowMs, `Hub ${hub} was killed (kill -9).`);
	if (process === 'failed') return say(after, nowMs, `Hub ${hub} has ended: ${reason}.`);
	if (process === 'up' && heightOf(view) >= 0)
		return say(after, nowMs, `Hub ${hub} runs again, with every block that it had acknowledged.`);
	return after;
}
