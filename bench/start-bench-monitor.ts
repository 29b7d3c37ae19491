// A monitor with real parts and no screen, for the benchmarks.
import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Clock} from '../source/domain/ports.ts';
import type {Server} from '../source/domain/server.ts';
import {createJsonHistory} from '../source/history/json-history.ts';
import {startMonitor} from '../source/monitor/monitor.ts';
import {createProberFactory} from '../source/probe/prober.ts';
import {createLedger} from '../source/probe/process-ledger.ts';

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
