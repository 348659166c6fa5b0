import {describe, expect, it} from 'vitest';
import {formatHelp} from '../../src/cli/help.ts';
import {commands} from '../../src/cli/program.ts';

const serve = commands.find(({name}) => name === 'serve')!;

function lengths(text: string): readonly number[] {
	return text.split('\n').map(line => line.length);
}

describe('the help', () => {
	it.each([
		[undefined, 80],
		[0, 80],
		[20, 60],
		[72, 72],
		[100, 100],
		[300, 110],
	])('of a terminal of %j columns is at most %d wide', (columns, width) => {
		const examples = commands.flatMap(command => command.examples.map(([line]) => line));
		for (const command of [undefined, ...commands]) {
			const lines = formatHelp(commands, command, columns).split('\n');
			const wide = lines.filter(line => line.length > width && !examples.includes(line.trim()));
			expect(wide.filter(line => !line.startsWith('Usage: '))).toEqual([]);
		}
	});

	it('uses the width that there is', () => {
		expect(Math.max(...lengths(formatHelp(commands, serve, 110)))).toBeGreaterThan(100);
	});

	it.each([60, 80, 110])('never breaks an example at %d columns', columns => {
		for (const command of commands) {
			const lines = formatHelp(commands, command, columns).split('\n');
			for (const [line, meaning] of command.examples) {
				const at = lines.findIndex(each => each.startsWith(`  ${line}`));
				expect(at, line).toBeGreaterThan(0);
				expect(`${lines[at]} ${lines[at + 1]}`).toContain(meaning.split(' ', 3).join(' '));
			}
		}
	});

	it('says what stands for the value of an option', () => {
		const text = formatHelp(commands, serve, 110);
		expect(text).toContain('      --port PORT  ');
		expect(text).toContain('      --broadcast-interval TIME  ');
		expect(text).toContain('  -h, --help  ');
		expect(formatHelp(commands, commands.find(({name}) => name === 'log')!, 80)).toMatch(
			/^ {2}-n N {2,}Only/m,
		);
		for (const command of commands) expect(formatHelp(commands, command, 110)).not.toContain(' VALUE ');
	});
});
