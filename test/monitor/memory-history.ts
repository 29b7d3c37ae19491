import type {Alert} from '../../source/domain/alert.ts';
import {unknownHealth} from '../../source/domain/health.ts';
import {emptyOutbox, type Outbox} from '../../source/domain/outbox.ts';
import type {History, Kept} from '../../source/domain/ports.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import {emptyRollUp, type RollUp, rollUpSample} from '../../source/domain/roll-up.ts';
import {targetOf} from '../../source/domain/server.ts';
import type {Silence} from '../../source/domain/silence.ts';
import {emptyStats} from '../../source/domain/stats.ts';
import {timelineOf} from '../../source/domain/timeline.ts';
import {createSettable, type Settable} from '../helpers/fleet.ts';

/** A history in memory, that outlives the monitors of a test. */
export interface MemoryHistory extends History {
	readonly problem: Settable<string | null>;
	readonly kept: Map<string, Kept>;
	readonly samples: Map<string, Sample[]>;
	/** Names of what was kept urgently, in order. */
	readonly urgent: string[];
	/** Names of servers that were said to have left, in order. */
	readonly forgotten: string[];
	readonly isClosed: boolean;
	/** Forgets the newest alerts, as a monitor does that is killed before they are written. */
	loseAlerts(count: number): void;
}

const longestGapMs = 90_000;

export function createMemoryHistory(): MemoryHistory {
	const kept = new Map<string, Kept>();
	const samples = new Map<string, Sample[]>();
	const rollUps = new Map<string, RollUp>();
	const targets = new Map<string, string>();
	const urgent: string[] = [];
	const forgotten: string[] = [];
	const alerts: Alert[] = [];
	let silences: readonly Silence[] = [];
	let outbox: Outbox = emptyOutbox;
	let isClosed = false;
	return {
		kept,
		samples,
		urgent,
		forgotten,
		get isClosed() {
			return isClosed;
		},
		problem: createSettable<string | null>(null),
		isKept: () => true,
		async open(servers) {
			for (const server of servers) {
				const [before, target] = [targets.get(server.name), JSON.stringify(targetOf(server))];
				const known = kept.get(server.name);
				if (before !== undefined && before !== target && known)
					kept.set(server.name, {health: unknownHealth, schema: null, incidents: known.incidents});
				targets.set(server.name, target);
			}
			return new Map(
				servers.map(({name}) => [name, {kept: kept.get(name) ?? null, samples: [...(samples.get(name) ?? [])]}]),
			);
		},
		async forget(name) {
			forgotten.push(name);
		},
		append(name, sample) {
			samples.set(name, [...(samples.get(name) ?? []), sample]);
			rollUps.set(name, rollUpSample(rollUps.get(name) ?? emptyRollUp, sample, longestGapMs));
		},
		keep(name, value, isUrgent) {
			kept.set(name, value);
			if (isUrgent) urgent.push(name);
		},
		stats: () => emptyStats,
		record(name) {
			const value = kept.get(name);
			if (!value) return null;
			return {spans: rollUps.get(name)?.spans ?? [], incidents: value.incidents, schema: value.schema};
		},
		timeline: (name, window, cells, now) =>
			timelineOf(rollUps.get(name) ?? emptyRollUp, samples.get(name) ?? [], window, cells, now),
		silences: () => silences,
		keepSilences(next) {
			silences = next;
		},
		outbox: () => outbox,
		keepOutbox(next) {
			outbox = next;
		},
		alerts: () => [...alerts],
		addAlert: alert => void alerts.unshift(alert),
		loseAlerts: count => void alerts.splice(0, count),
		async close() {
			isClosed = true;
		},
	};
}
