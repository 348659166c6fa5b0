import type {Command, CommandName, Entry} from './command.ts';
import {addCommands} from './commands/add-commands.ts';
import {dialogCommands} from './commands/dialog-commands.ts';
import {findCommands} from './commands/find-commands.ts';
import {lookCommands} from './commands/look-commands.ts';
import {networkCommands} from './commands/network-commands.ts';
import {sessionCommands} from './commands/session-commands.ts';
import {showCommands} from './commands/show-commands.ts';
import {takeCommands} from './commands/take-commands.ts';

export {type Command, type CommandName, type Group, groups} from './command.ts';
export {keyLabel} from './key-label.ts';

/**
 * Every command of the full-screen client, in one table that drives the keys, the help overlay, the status
 * line and docs/keys.md. A command that is not here does not exist; a name without an entry does not compile.
 */
const entries: Readonly<Record<CommandName, Entry>> = {
	...dialogCommands,
	...addCommands,
	...lookCommands,
	...findCommands,
	...takeCommands,
	...showCommands,
	...networkCommands,
	...sessionCommands,
};

/** Every command, in the order of the help and of the status line. */
export const commandTable: readonly Command[] = Object.entries(entries).map(([name, entry]) => ({
	name: name as CommandName,
	...entry,
}));
