const keyLabels: Readonly<Record<string, string>> = {
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	enter: 'Enter',
	escape: 'Esc',
	delete: 'Del',
	backspace: 'Backspace',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
	tab: 'Tab',
	f1: 'F1',
	text: 'letters',
	' ': 'Space',
};

/** How people write several keys, the ten digits as a range: `0-9 + -`. */
export function keyList(keys: readonly string[]): string {
	const digits = [...'0123456789'];
	if (!digits.every(digit => keys.includes(digit))) return keys.map(keyLabel).join(' ');
	return ['0-9', ...keys.filter(key => !digits.includes(key)).map(keyLabel)].join(' ');
}

/** How people write a key: `Ctrl+U`, `↑`, `q`. */
export function keyLabel(key: string): string {
	const parts = /^((?:ctrl\+|alt\+|shift\+)*)(.+)$/.exec(key)!;
	const modifiers = parts[1]!.replace(/[a-z]+\+/g, part => part[0]!.toUpperCase() + part.slice(1));
	const name = parts[2]!;
	return modifiers + (keyLabels[name] ?? (modifiers === '' ? name : name.toUpperCase()));
}
