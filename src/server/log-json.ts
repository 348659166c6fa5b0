import {type LoggerOptions, pino} from 'pino';
import {type HubLog, type LogLevel, levelOf, listedBlocksMax} from './log.ts';

/** A level is written as its name, for programs that do not know the numbers of pino. */
const settings: LoggerOptions = {
	base: null,
	timestamp: pino.stdTimeFunctions.isoTime,
	formatters: {level: level => ({level})},
};

/**
 * One JSON object a line: `level`, `time`, `event` and the event's own fields; a block is one line with event
 * `block`. Writes each line with its end.
 */
export function createJsonLog(level: LogLevel, write: (line: string) => void): HubLog {
	const logger = pino({...settings, level}, {write});
	return event => {
		if (event.event !== 'blocks') {
			logger[levelOf(event)](event);
			return;
		}
		if (!logger.isLevelEnabled('info')) return;
		const {blocks} = event;
		if (blocks.length > listedBlocksMax) {
			const [first, last] = [blocks[0]!, blocks.at(-1)!];
			logger.info({event: 'blocks', first: first.index, last: last.index, hash: last.hash});
			return;
		}
		blocks.forEach((block, i) => {
			const from = event.from[i];
			logger.info({event: 'block', ...block, ...(from === undefined ? {} : {from})});
		});
	};
}
