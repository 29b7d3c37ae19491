// A monitor with real parts and no screen, for the benchmarks.
import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Clock} from '../source/domain/ports.ts';
import type {HttpServer, Server, StdioServer} from '../source/domain/server.ts';
import {createJsonHistory} from '../source/history/json-history.ts';
import {startMonitor} from '../source/monitor/monitor.ts';
import {createProberFactory} from '../source/probe/prober.ts';
import {createLedger} from '../source/probe/process-ledger.ts';

/** The defaults of the configuration. */
const usual = {
	tags: [],
	project: null,
	usedBy: [],
	runbookUrl: null,
	enabled: true,
	intervalMs: 30_000,
	timeoutMs: 5000,
	startupTimeoutMs: 30_000,
	limits: {
		consecutiveFailuresBeforeDown: 3,
		consecutiveSuccessesBeforeUp: 2,
		consecutiveSlowBeforeDegraded: 3,
		latencyWarningMs: 3000,
		latencyCriticalMs: 10_000,
	},
	misconfigured: null,
};

export const httpServer = (name: string, url: string, changes: Partial<HttpServer> = {}): HttpServer => ({
	...usual,
	name,
	transport: 'streamable_http',
	url,
	headers: {},
	...changes,
});

export const stdioServer = (name: string, command: string, args: readonly string[]): StdioServer => ({
	...usual,
	name,
	transport: 'stdio',
	command,
	args,
	env: {},
	cwd: null,
	probe: 'canary',
});

export async function startBenchMonitor(servers: readonly Server[], clock: Clock) {
	const folder = mkdtempSync(join(tmpdir(), 'langsight-bench-'));
	const monitor = await startMonitor(servers, {
		clock,
		createProber: createProberFactory({clock, ledger: createLedger(null)}),
		history: createJsonHistory({folder, clock, isOwner: true}),
		hash: text => createHash('sha256').update(text).digest('hex').slice(0, 32),
		random: Math.random,
		maxConcurrentSpawns: availableParallelism(),
		maxConcurrentChecks: 32,
		confirmIntervalMs: 1500,
		about: {name: 'bench', isDemo: false, host: 'bench', intervalMs: 30_000, warnings: []},
	});
	return {
		fleet: monitor.fleet,
		async stop() {
			await monitor.stop();
			rmSync(folder, {recursive: true, force: true});
		},
	};
}
