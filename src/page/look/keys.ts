/** What a key does; the help lists it in this order. */
export const keyCommands = [
	{
		name: 'older',
		keys: ['ArrowUp', 'ArrowLeft', 'k'],
		shown: '↑ ←',
		help: 'the block before; in its detail ←',
	},
	{
		name: 'newer',
		keys: ['ArrowDown', 'ArrowRight', 'j'],
		shown: '↓ →',
		help: 'the block after; in its detail →',
	},
	{name: 'pageOlder', keys: ['PageUp'], shown: 'PgUp', help: 'a view of blocks back'},
	{name: 'pageNewer', keys: ['PageDown'], shown: 'PgDn', help: 'a view of blocks forward'},
	{name: 'first', keys: ['Home'], shown: 'Home', help: 'the first block'},
	{name: 'newest', keys: ['End'], shown: 'End', help: 'the newest block, and follow it'},
	{name: 'goTo', keys: ['g'], shown: 'g', help: 'go to a block by its number'},
	{name: 'detail', keys: ['Enter'], shown: 'Enter', help: 'why the block is valid'},
	{name: 'close', keys: ['Escape'], shown: 'Esc', help: 'close what is open; else follow the newest again'},
	{name: 'add', keys: ['a'], shown: 'a', help: 'to the box for a heart rate; a digit goes there by itself'},
	{name: 'projector', keys: ['p'], shown: 'p', help: 'projector view, readable from the last row'},
	{name: 'fullscreen', keys: ['f'], shown: 'f', help: 'full screen'},
	{name: 'scheme', keys: ['t'], shown: 't', help: 'colours: as the system, light, dark'},
	{name: 'retry', keys: ['r'], shown: 'r', help: 'while the hub is away: try now'},
	{name: 'help', keys: ['?'], shown: '?', help: 'this help'},
] as const;

export type KeyCommand = (typeof keyCommands)[number]['name'];

/** What of a key press is looked at. */
export interface KeyPress {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly altKey: boolean;
}

/** Where a key is pressed: with a dialog open, in a box that takes text, or on something that Enter presses. */
export interface KeyPlace {
	readonly dialog: boolean;
	readonly typing: boolean;
	readonly pressing: boolean;
	/** Whether keys that are single characters are on. */
	readonly characters: boolean;
}

/** What a key asks for in that place, or null: then it is the browser's. A digit asks for `digit`. */
export function resolveKey(press: KeyPress, place: KeyPlace): KeyCommand | 'digit' | null {
	const {key, ctrlKey, metaKey, altKey} = press;
	if (ctrlKey || metaKey || altKey) return null;
	// Dialogs close themselves; a box keeps what is typed into it.
	if (place.typing) return key === 'Escape' && !place.dialog ? 'close' : null;
	const isCharacter = key.length === 1;
	if (isCharacter && !place.characters) return null;
	if (!place.dialog && /^[0-9]$/.test(key)) return 'digit';
	const command = keyCommands.find(({keys}) => (keys as readonly string[]).includes(key))?.name ?? null;
	// Up and down scroll what is in a dialog.
	if (place.dialog)
		return !/^Arrow(Up|Down)$/.test(key) && (command === 'older' || command === 'newer') ? command : null;
	return command === 'detail' && place.pressing ? null : command;
}
