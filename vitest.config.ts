import {defineConfig} from 'vitest/config';

const common = {testTimeout: 30_000, hookTimeout: 60_000, setupFiles: ['test/setup.ts']};

export default defineConfig({
	test: {
		// Most tests wait for real processes and sockets rather than compute.
		maxWorkers: 4,
		projects: [
			{
				test: {
					name: 'unit',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/e2e/**', 'test/full/**'],
					// See `test/setup.ts`.
					isolate: false,
					...common,
				},
			},
			// The built program in a real terminal, against real servers.
			{test: {name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...common, testTimeout: 60_000}},
			// Kills, soaks and other long ones: `npm run test:full`.
			{
				test: {
					name: 'full',
					include: ['test/full/**/*.test.ts'],
					execArgv: ['--expose-gc'],
					...common,
					testTimeout: 600_000,
				},
			},
		],
	},
});
