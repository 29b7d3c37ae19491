import type {Fleet, ServerState} from '../../domain/fleet.ts';
import type {Counts, ServerCounts} from './counts.ts';
import {noServerCounts} from './counts.ts';

/** What metrics are made from. */
export interface Scene {
	readonly fleet: Fleet;
	readonly counts: Counts;
	/** False while the history cannot be written. */
	readonly isStoreKept: boolean;
	readonly build: {readonly version: string; readonly node: string};
	readonly process: ProcessFigures;
}

/** What the monitor takes of the machine. */
export interface ProcessFigures {
	readonly cpuSeconds: number;
	readonly residentBytes: number;
	readonly heapBytes: number;
	/** When it began, seconds since the epoch. */
	readonly startedAtSeconds: number;
}

/** One line of a metric. */
export interface Reading {
	readonly labels: Readonly<Record<string, string>>;
	readonly value: number;
	/** Of a histogram: which of its lines this is. */
	readonly suffix?: '_bucket' | '_sum' | '_count';
}

/** Something told for each server that is watched; null where it is not known. */
export const ofServers =
	(read: (state: ServerState, counts: ServerCounts) => number | null) =>
	(scene: Scene): readonly Reading[] =>
		eachServer(scene, (state, counts) => {
			const value = read(state, counts);
			return value === null ? [] : [{labels: {server: state.server.name}, value}];
		});

/** The same for what has several lines for a server, or none. */
export const eachServer = (
	{fleet, counts}: Scene,
	read: (state: ServerState, counts: ServerCounts) => readonly Reading[],
): readonly Reading[] =>
	fleet.servers
		.filter(({server}) => server.enabled)
		.flatMap(state => read(state, counts.servers.get(state.server.name) ?? noServerCounts));

/** One line without labels. */
export const single = (value: number): readonly Reading[] => [{labels: {}, value}];
