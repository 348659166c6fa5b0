import {expect, test} from 'vitest';
import {createSuspension} from '../../src/client/suspension.ts';

/** What happens to a terminal, in order. */
function startTerminal() {
	const happened: string[] = [];
	const resumed = Promise.withResolvers<void>();
	const suspension = createSuspension({
		stdin: {
			setRawMode(on: boolean) {
				happened.push(on ? 'raw' : 'cooked');
				return this as never;
			},
		},
		stdout: {
			write(text: unknown) {
				happened.push(String(text).replaceAll('\x1b', '^'));
				return true;
			},
		},
		redraw() {
			happened.push('redraw');
			resumed.resolve();
		},
		stop: () => happened.push('stop'),
	});
	return {happened, suspension, resumed: resumed.promise};
}

const left = ['^[?1006l^[?1000l^[?2004l^[?1049l^[?25h', 'cooked', 'stop'];
const back = ['raw', '^[?1049h^[?2004h^[?25l', 'redraw'];

test.skipIf(process.platform === 'win32')(
	'Whoever cannot be stopped has the screen again in a moment',
	async () => {
		const {happened, suspension, resumed} = startTerminal();
		suspension.suspend();
		expect(happened).toEqual(left);
		await resumed;
		expect(happened).toEqual([...left, ...back]);
		suspension.close();
	},
);

test('Going on after a stop from elsewhere draws the screen again, until the client ends', () => {
	const {happened, suspension} = startTerminal();
	process.emit('SIGCONT');
	expect(happened).toEqual(back);
	suspension.close();
	process.emit('SIGCONT');
	expect(happened).toEqual(back);
});
