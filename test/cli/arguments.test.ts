import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readArguments} from '../../src/cli/arguments.ts';
import {connect} from '../../src/cli/connect.ts';
import {log} from '../../src/cli/log.ts';
import {send} from '../../src/cli/send.ts';
import {serve} from '../../src/cli/serve.ts';
import {BchainError} from '../../src/core/errors.ts';
import {give} from './surroundings.ts';

describe('readArguments takes apart', () => {
	it.each([
		[serve, [], give()],
		[serve, ['--port', '0', '--ephemeral'], give({port: '0', ephemeral: true})],
		[serve, ['--port=0', '--ephemeral=0'], give({port: '0', ephemeral: '0'})],
		[serve, ['--ephemeral', '--ephemeral'], give({ephemeral: true})],
		[serve, ['--bpm-range', '-10-300'], give({'bpm-range': '-10-300'})],
		[serve, ['--bpm-range=-10-300'], give({'bpm-range': '-10-300'})],
		[serve, ['--host', '::1'], give({host: '::1'})],
		[serve, ['--peer', 'a:1', '--peer=b:2', '--peer', 'c,d'], give({peer: 'a:1,b:2,c,d'})],
		[serve, ['--host=--port'], give({host: '--port'})],
		[connect, ['localhost:9000'], give({}, 'localhost:9000')],
		[connect, ['--plain', ':1'], give({plain: true}, ':1')],
		[connect, [':1', '--plain'], give({plain: true}, ':1')],
		[connect, ['--', '--plain'], give({}, '--plain')],
		[send, ['72', '--to', 'a:1', '88'], give({to: 'a:1'}, '72', '88')],
		[send, ['-5'], give({}, '-5')],
		[send, ['-52', '72', '-5', '--plain'], give({plain: true}, '-52', '72', '-5')],
		[send, ['-5x', '-5h', '-5--to', '-5=6'], give({}, '-5x', '-5h', '-5--to', '-5=6')],
		[send, ['--to', '-5', '-6'], give({to: '-5'}, '-6')],
		[send, ['-', '+72', '007', '1e3', '', '0x10'], give({}, '-', '+72', '007', '1e3', '', '0x10')],
		[send, ['72', '--', '-5', '--to', '--', '-h'], give({}, '72', '-5', '--to', '--', '-h')],
		[send, ['72', 'help'], give({}, '72', 'help')],
		[log, ['-n', '5', '-f'], give({n: '5', f: true})],
		[log, ['-fn5'], give({n: '5', f: true})],
		[log, ['-fn', '5'], give({n: '5', f: true})],
		[log, ['-n', '-5'], give({n: '-5'})],
		[log, ['--version'], give({version: true})],
		[log, ['--help'], give({help: true})],
		[log, ['-h'], give({help: true})],
		[log, ['-fh'], give({help: true})],
		[log, ['--nonsense', 'x', '-n', '1', '-n', '2', '--help'], give({help: true})],
	])('$0.name $1', (command, args, given) => {
		expect(readArguments(command, args)).toEqual(given);
	});

	it('any arguments, or refuses them in a sentence', () => {
		const text = fc.string({unit: 'binary', maxLength: 8}).filter(each => !each.includes('\0'));
		const piece = fc.oneof(
			fc.constantFrom(
				'-',
				'--',
				'-f',
				'-n',
				'--from',
				'--json',
				'--json=',
				'-n=',
				'-f--',
				'-f--x',
				'-5--x',
				'-5',
				'--__proto__=1',
			),
			text,
			text.map(text => `-${text}`),
			text.map(text => `--${text}`),
		);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 6}), fc.constantFrom(log, send, connect), (args, command) => {
				try {
					const {options, words} = readArguments(command, args);
					const names = command.options.map(({name}) => name);
					for (const name of options.keys()) expect([...names, 'help', 'version']).toContain(name);
					for (const word of words) expect(args).toContain(word);
				} catch (error) {
					expect(error).toBeInstanceOf(BchainError);
					expect((error as BchainError).message).toMatch(/^[^\u0000-\u001f\u007f-\u009f]+[.?]$/);
				}
			}),
			{numRuns: 1_000},
		);
	});
});
