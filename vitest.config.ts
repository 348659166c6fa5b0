import {defineConfig} from 'vitest/config';
import manifest from './package.json' with {type: 'json'};

/** Tests that keep the whole machine busy, and that look at how long something takes. */
const alone = ['test/e2e/hostile-clients.test.ts', 'test/e2e/slow-readers.test.ts'];

export default defineConfig({
	define: {__VERSION__: JSON.stringify(manifest.version)},
	test: {
		globalSetup: './test/support/temporary-folder.ts',
		testTimeout: 60_000,
		hookTimeout: 60_000,
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/e2e/**'],
					// Most of them wait for sockets and disks, so one more than cores keeps the machine busy.
					maxWorkers: 3,
					sequence: {groupOrder: 0},
				},
			},
			{
				extends: true,
				test: {
					name: 'e2e',
					include: ['test/e2e/**/*.test.{ts,tsx}'],
					exclude: alone,
					// Each file runs hubs, clients and terminals of its own; more at a time would measure the machine.
					maxWorkers: 2,
					sequence: {groupOrder: 1},
				},
			},
			{
				extends: true,
				test: {
					name: 'alone',
					include: alone,
					maxWorkers: 1,
					sequence: {groupOrder: 2},
				},
			},
		],
	},
});
