import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {onTestFinished} from 'vitest';
import type {Clock, Prober} from '../../source/domain/ports.ts';
import type {Failure} from '../../source/domain/probe-result.ts';
import type {StdioServer} from '../../source/domain/server.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createProberFactory} from '../../source/probe/prober.ts';
import {createLedger, type Ledger} from '../../source/probe/process-ledger.ts';
import {readGroup} from '../../source/probe/process-table.ts';

export const serverScript = fileURLToPath(new URL('../../fixtures/stdio-server.mjs', import.meta.url));
export const wrapperScript = fileURLToPath(new URL('../../fixtures/wrapped.sh', import.meta.url));

/** A server made of the fixture, with these faults. */
export const fixture = (faults: readonly string[], more: Partial<StdioServer> = {}): StdioServer => ({
	transport: 'stdio',
	name: 'fixture',
	command: process.execPath,
	args: [serverScript, ...faults],
	env: {},
	cwd: null,
	probe: 'canary',
	tags: [],
	project: null,
	usedBy: [],
	runbookUrl: null,
	enabled: true,
	intervalMs: 30_000,
	timeoutMs: 10_000,
	startupTimeoutMs: 20_000,
	limits: {
		consecutiveFailuresBeforeDown: 3,
		consecutiveSuccessesBeforeUp: 2,
		consecutiveSlowBeforeDegraded: 3,
		latencyWarningMs: 3000,
		latencyCriticalMs: 10_000,
		errorRate: {transient: 0.02, permanent: 0.001},
	},
	misconfigured: null,
	...more,
});

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'langsight-test-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** A real prober with its events and the process groups that it has started. */
export interface Rig {
	readonly prober: Prober;
	readonly interruptions: {readonly failure: Failure; readonly at: number}[];
	readonly announcements: number[];
	/** Every process group started so far, oldest first. */
	readonly groups: number[];
	check(signal?: AbortSignal): ReturnType<Prober['check']>;
}

export function createRig(server: StdioServer, clock: Clock = systemClock): Rig {
	const ledger = createLedger(null);
	const groups: number[] = [];
	const spy: Ledger = {
		...ledger,
		add(pgid, command) {
			groups.push(pgid);
			ledger.add(pgid, command);
		},
	};
	const interruptions: {failure: Failure; at: number}[] = [];
	const announcements: number[] = [];
	const prober = createProberFactory({clock, ledger: spy})(server, {
		interrupted: (failure, at) => interruptions.push({failure, at}),
		toolsChanged: () => announcements.push(clock.now()),
		opened: () => {},
	});
	const rig: Rig = {
		prober,
		interruptions,
		announcements,
		groups,
		check: (signal = new AbortController().signal) => prober.check(signal),
	};
	open.add(rig);
	return rig;
}

const open = new Set<Rig>();

/** Closes every rig of a test; to be called after each. */
export async function closeRigs(): Promise<void> {
	await Promise.all([...open].map(rig => rig.prober.close()));
	open.clear();
}

/** Processes that still run in any group a rig has started. */
export const survivors = (rig: Rig): number[] => rig.groups.flatMap(group => readGroup(group).map(({pid}) => pid));
