import {createHash} from 'node:crypto';
import {availableParallelism} from 'node:os';
import type {CreateAgentWatch, LookUpTls, ScanSecurity} from '../domain/ports.ts';
import {createJsonHistory} from '../history/json-history.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {createProberFactory} from '../probe/prober.ts';
import {createLedger} from '../probe/process-ledger.ts';
import {createAgentWatch} from '../probe/processes/watch-agents.ts';
import {createTlsFacts} from '../probe/tls-facts.ts';
import type {Outside} from './command.ts';
import {type FleetSource, runFolderOf} from './fleet-source.ts';

/** Everything that a monitor, or a single check of all servers, is plugged together from. */
export type FleetParts = ReturnType<typeof createParts>;

/**
 * @param isOwner whether the store may be written
 * @param listens false where every server is checked once, so that nothing it says afterwards matters
 */
export function createParts(source: FleetSource, isOwner: boolean, outside: Outside, listens = true) {
	const clock = systemClock;
	const {storeFolder: folder, removedAfterDays} = source;
	const {lookUp: lookUpTls} = createTlsFacts({clock});
	const ledger = createLedger(runFolderOf(outside));
	const configured = source.servers.map(({name}) => name);
	return {
		clock,
		configured,
		alerting: source.alerting,
		ledger,
		...securityScan(source, {lookUpTls, signal: outside.signal}),
		createProber: createProberFactory({
			clock,
			ledger,
			listens,
			version: outside.version,
		}),
		history: createJsonHistory({
			folder,
			clock,
			isOwner,
			removedAfterDays,
			configured,
		}),
		hash: (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32),
		random: Math.random,
		maxConcurrentSpawns: availableParallelism(),
		maxConcurrentChecks: source.maxConcurrentChecks,
		confirmIntervalMs: source.confirmIntervalMs,
		lookUpTls,
		createAgentWatch: ((servers, onGone) => ({
			...createAgentWatch({clock, servers, isOurs: pid => pid === process.pid, onChange() {}, onGone}),
			isRunning,
		})) satisfies CreateAgentWatch,
	};
}

/** The security checks of what a source configures; nothing where it wants none. */
export function securityScan(
	source: FleetSource,
	{lookUpTls, signal}: {readonly lookUpTls: LookUpTls; readonly signal: AbortSignal},
): {readonly scanSecurity?: ScanSecurity} {
	if (!source.security.settings.isEnabled) return {};
	return {
		async scanSecurity(states) {
			// Loaded where it is wanted only: a single check need not wait for it.
			const {securityReports} = await import('./security-reports.ts');
			const reports = await securityReports(source, states, lookUpTls, signal);
			return new Map(reports.map(({server, findings}) => [server, findings]));
		},
	};
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
