import type {Entry} from '../command.ts';
import {hasChain} from './conditions.ts';
import {looking} from './modes.ts';

/** What can be taken to another program, through the terminal's clipboard. */
export const takeCommands = {
	copyHash: {
		keys: ['y'],
		modes: looking,
		group: 'take',
		help: 'copy the hash of the block',
		hint: 'copy',
		priority: 40,
		when: hasChain,
	},
	copyBlock: {keys: ['Y'], modes: looking, group: 'take', help: 'copy the block as JSON', when: hasChain},
	copyProof: {
		keys: ['x'],
		modes: looking,
		group: 'take',
		help: 'copy a shell line that proves it',
		when: hasChain,
	},
} satisfies Readonly<Record<string, Entry>>;
