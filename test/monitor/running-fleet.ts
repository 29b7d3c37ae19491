import {createHash} from 'node:crypto';
import type {ServerState} from '../../source/domain/fleet.ts';
import type {Server} from '../../source/domain/server.ts';
import {type MonitorParts, type RunningMonitor, startMonitor} from '../../source/monitor/monitor.ts';
import {createFakeClock, type FakeClock} from '../helpers/clock.ts';
import {createFakeProbers, type FakeProber, type FakeProbers} from '../helpers/fake-prober.ts';
import {createMemoryHistory, type MemoryHistory} from './memory-history.ts';

/** A monitor under a fake clock with scripted probers. */
export interface RunningFleet {
	readonly clock: FakeClock;
	readonly history: MemoryHistory;
	readonly probers: FakeProbers;
	readonly monitor: RunningMonitor;
	prober(name?: string): FakeProber;
	state(name?: string): ServerState;
	status(name?: string): string;
	/** Messages of the alerts, oldest first. */
	alerts(): string[];
}

export interface FleetOptions extends Partial<MonitorParts> {
	readonly clock?: FakeClock;
	readonly history?: MemoryHistory;
	/** Called before the first check, to write scripts. */
	readonly prepare?: (probers: FakeProbers) => void;
}

export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export async function runFleet(servers: readonly Server[], options: FleetOptions = {}): Promise<RunningFleet> {
	const {clock = createFakeClock(), history = createMemoryHistory(), prepare, ...changes} = options;
	const probers = createFakeProbers(clock);
	prepare?.(probers);
	const monitor = await startMonitor(servers, {
		clock,
		history,
		createProber: probers.create,
		hash,
		random: () => 0.5,
		maxConcurrentSpawns: 2,
		maxConcurrentChecks: 32,
		confirmIntervalMs: 1500,
		about: {name: 'test', isDemo: false, host: 'here', intervalMs: 30_000, warnings: []},
		...changes,
	});
	await clock.advance(0);
	const first = servers[0]?.name ?? '';
	const state = (name = first): ServerState => {
		const found = monitor.fleet.getSnapshot().servers.find(({server}) => server.name === name);
		if (!found) throw new Error(`no server ${name}`);
		return found;
	};
	return {
		clock,
		history,
		probers,
		monitor,
		state,
		prober: (name = first) => probers.get(name),
		status: name => state(name).health.status,
		alerts: () =>
			monitor.fleet
				.getSnapshot()
				.alerts.map(({message}) => message)
				.reverse(),
	};
}
