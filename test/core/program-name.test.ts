import {expect, it} from 'vitest';
import {findProgramName} from '../../src/core/program-name.ts';

it.each([
	[{}, 'bchain'],
	[{npm_command: 'exec'}, 'npx bchain'],
	[{npm_command: 'run-script', npm_lifecycle_event: 'start'}, 'npx bchain'],
	[{npm_command: 'install', npm_lifecycle_event: ''}, 'bchain'],
])('with %j the program is started as %j', (variables, name) => {
	expect(findProgramName(variables)).toBe(name);
});
