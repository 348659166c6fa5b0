import type {Logger} from 'pino';
import {type HubLog, levelOf} from './log.ts';

/** One JSON object a line: `level`, `time`, `event` and the event's own fields; a block is one line with event `block`. */
export function createJsonLog(logger: Logger): HubLog {
	return event => {
		if (event.event !== 'blocks') {
			logger[levelOf(event)](event);
			return;
		}
		if (!logger.isLevelEnabled('info')) return;
		event.blocks.forEach((block, i) => {
			const from = event.from[i];
			logger.info({event: 'block', ...block, ...(from === undefined ? {} : {from})});
		});
	};
}
