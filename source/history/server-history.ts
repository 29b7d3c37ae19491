import {unknownHealth} from '../domain/health.ts';
import {closeAll, type Incident, isOpen} from '../domain/incident.ts';
import type {Kept, Past, ServerRecord} from '../domain/ports.ts';
import type {Sample} from '../domain/probe-result.ts';
import {type Cursor, rollUpOutages, rollUpSample} from '../domain/roll-up.ts';
import type {Stats, WindowName} from '../domain/stats.ts';
import {type TimelineCell, timelineOf} from '../domain/timeline.ts';
import {statsOf} from '../domain/windows.ts';
import {joinIncidents, latestIncidents} from './incident-list.ts';
import {addFailure, addRecent} from './recent-samples.ts';
import {createServerFiles, type ServerData} from './server-files.ts';
import type {StoreParts} from './stored-file.ts';

/** One server's past: in memory, and what of it is on the disk. */
export interface ServerHistory {
	read(): Promise<void>;
	/** Takes note of what the name stands for now: a digest. */
	aim(target: string): void;
	past(): Past;
	/** A gap between two checks that is longer than `longestGapMs` is time that nobody watched. */
	append(sample: Sample, longestGapMs: number): void;
	keep(kept: Kept): void;
	stats(now: number): Stats;
	record(): ServerRecord;
	timeline(window: WindowName, cells: number, now: number): readonly TimelineCell[];
	/** Closes what is open, for the server has left the fleet. */
	leave(): void;
	isBehind(): boolean;
	/** Writes what has changed. Never rejects; not called twice at a time. */
	write(): Promise<void>;
}

export interface ServerHistoryOptions extends StoreParts {
	/** The store's. */
	readonly folder: string;
	readonly server: string;
	/** Digest of what the name stands for now; null leaves it at what it stood for. */
	readonly target: string | null;
	/** Its folder lies elsewhere, so it is left alone. */
	readonly isLink: boolean;
}

/** A server that stays unchanged is noted as seen no oftener than this. */
const noteSeenMs = 24 * 3_600_000;

export function createServerHistory(options: ServerHistoryOptions): ServerHistory {
	const {server, target, clock} = options;
	let data = emptyData(server, target ?? '', clock.now());
	/** The incidents as the monitor knows them. */
	let told: readonly Incident[] = [];
	const files = createServerFiles({...options, data: () => data});

	/** The name stands for something else: what was learnt of the other is past, and bears on nothing that comes. */
	function retarget(next: string): void {
		const now = clock.now();
		const incidents = closeAll(data.incidents, now);
		data = {...data, target: next, retargetedAt: now, health: null, schema: null, cursor: nothingSeen, incidents};
		files.touch('tail', 'incidents');
	}

	function keepIncidents(next: readonly Incident[]): void {
		if (next === told) return;
		told = next;
		const incidents = joinIncidents(data.incidents, next, clock.now());
		if (incidents.length + data.incidents.length === 0) return;
		const {spans} = rollUpOutages(data, data.incidents, incidents);
		data = {...data, spans, incidents};
		files.touch('incidents');
	}

	return {
		async read() {
			const found = await files.read();
			data = {...data, ...found};
			if (target !== null && data.target !== target) retarget(target);
			else if (target !== null && clock.now() - data.seenAt > noteSeenMs) {
				data = {...data, seenAt: clock.now()};
				files.touch('tail');
			}
			told = latestIncidents(data.incidents);
		},
		aim(next) {
			if (data.target === next) return;
			retarget(next);
			told = latestIncidents(data.incidents);
		},
		past() {
			const {health, schema} = data;
			const isKnown = health !== null || schema !== null || told.length > 0;
			const kept = isKnown ? {health: health ?? unknownHealth, schema, incidents: told} : null;
			return {samples: ownSamples(data), kept};
		},
		append(sample, longestGapMs) {
			const {spans, cursor} = rollUpSample(data, sample, longestGapMs);
			const samples = addRecent(data.samples, sample);
			const failures = addFailure(data.failures, sample);
			data = {...data, spans, cursor, samples, failures, seenAt: clock.now()};
			files.touch('tail');
		},
		keep({health, schema, incidents}) {
			if (schema !== null && schema !== data.schema) files.touch('schema');
			data = {...data, health, schema: schema ?? data.schema};
			files.touch('tail');
			keepIncidents(incidents);
		},
		stats: now => statsOf(data, ownSamples(data), now),
		record() {
			const {spans, incidents, schema, failures, retargetedAt} = data;
			return {spans, incidents, schema, failures, retargetedAt};
		},
		timeline: (window, cells, now) => timelineOf(data, data.samples, window, cells, now),
		leave() {
			if (!data.incidents.some(isOpen)) return;
			data = {...data, incidents: closeAll(data.incidents, clock.now())};
			files.touch('incidents');
		},
		isBehind: files.isBehind,
		write: files.write,
	};
}

/** A cursor that is too old to go on from: whatever comes is judged as a server that was never seen. */
const nothingSeen: Cursor = {
	at: 0,
	isGood: false,
	isOut: false,
	isLockedOut: false,
	wasGood: false,
	stretches: [],
};

const emptyData = (server: string, target: string, seenAt: number): ServerData => ({
	server,
	target,
	retargetedAt: null,
	seenAt,
	health: null,
	samples: [],
	failures: [],
	cursor: null,
	spans: [],
	incidents: [],
	schema: null,
});

/** The recent checks of what the name stands for now. */
const ownSamples = ({samples, retargetedAt}: ServerData): readonly Sample[] =>
	retargetedAt === null || (samples[0]?.at ?? retargetedAt) >= retargetedAt
		? samples
		: samples.filter(({at}) => at >= retargetedAt);
