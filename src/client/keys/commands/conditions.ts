import {alarmFrameOf} from '../../screen/layout.ts';
import {alarmOf} from '../../state/alarm-state.ts';
import {extentOf, type State} from '../../state/state.ts';

/** True once there is a block; otherwise why there is nothing to show. */
export function hasChain({chain}: State): true | string {
	return chain.length > 0 || 'There is no block to look at yet.';
}

/** In an alarm the blocks are a list only where there is room for it, or when it is looked at. */
export function hasList(state: State): true | string {
	if (alarmOf(state) && alarmFrameOf(state).tableRows === 0)
		return 'There is no list here: l shows both chains.';
	const {first, last} = extentOf(state);
	return last >= first || 'There is no block to look at yet.';
}
