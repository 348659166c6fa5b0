import {defineConfig} from 'vitest/config';
import manifest from './package.json' with {type: 'json'};

export default defineConfig({
	define: {__VERSION__: JSON.stringify(manifest.version)},
	test: {
		globalSetup: './test/support/temporary-folder.ts',
		testTimeout: 20_000,
		hookTimeout: 20_000,
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
					// Each file runs hubs, clients and terminals of its own; more at a time would measure the machine.
					maxWorkers: 2,
					sequence: {groupOrder: 1},
				},
			},
		],
	},
});
