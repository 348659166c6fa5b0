import {expect, it} from 'vitest';
import {findProgramName, nameCommands} from '../../src/core/program-name.ts';

it.each([
	[{}, 'bchain'],
	[{npm_command: 'exec'}, 'npx bchain'],
	[{npm_command: 'run-script', npm_lifecycle_event: 'start'}, 'npx bchain'],
	[{npm_command: 'install', npm_lifecycle_event: ''}, 'bchain'],
])('with %j the program is started as %j', (variables, name) => {
	expect(findProgramName(variables)).toBe(name);
});

it('stands in the commands that a sentence names, and nowhere else', () => {
	const sentence = 'No bchain: see "bchain verify bchain.json", or "bchain serve --help".';
	expect(nameCommands(sentence, 'npx bchain')).toBe(
		'No bchain: see "npx bchain verify bchain.json", or "npx bchain serve --help".',
	);
	expect(nameCommands(sentence, 'bchain')).toBe(sentence);
});
