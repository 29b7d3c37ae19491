import type {Cancel, Clock, History} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {emptyStats} from '../domain/stats.ts';
import {noTraffic} from '../domain/traffic.ts';
import {startFlushing} from './flush.ts';
import {alertsCodec, silencesCodec} from './format/files.ts';
import {createGate, inTurn, within} from './in-turn.ts';
import {tidyLeft} from './left-servers.ts';
import {alertsPath, findLinks, prepareFolder, silencesPath, targetOf} from './paths.ts';
import {createProblem} from './problem.ts';
import {createServerHistory, type ServerHistory} from './server-history.ts';
import {createSharedFile} from './shared-file.ts';
import {reasonOf} from './stored-file.ts';

export interface HistoryOptions {
	/** The store's folder; made if it is absent, for its owner only. */
	readonly folder: string;
	readonly clock: Clock;
	/** False where another monitor owns the store: it is read, never written. */
	readonly isOwner: boolean;
	/**
	 * Names of all that is configured, opened or not. What is kept of others belongs to servers that have left: their
	 * incidents are closed, and in the end they are removed. Absent: nothing is known to have left.
	 */
	readonly configured?: readonly string[];
	/** Days after which what is kept of a server that has left is removed; absent or null keeps it. */
	readonly removedAfterDays?: number | null;
}

/** History on a disk. */
export interface JsonHistory extends History {
	/** Waits until everything that was to be written at once has been, as far as that works. */
	saved(): Promise<void>;
}

/** A disk that does not answer must not keep the program from ending. */
const longestCloseMs = 5000;
const keptAlerts = 500;
const dayMs = 24 * 3_600_000;

interface Entry {
	readonly longestGapMs: number;
	readonly history: ServerHistory;
	readonly save: () => Promise<void>;
}

/** History as JSON files in a folder, a folder for each server. */
export function createJsonHistory(options: HistoryOptions): JsonHistory {
	const {folder, clock, isOwner} = options;
	const problem = createProblem();
	const parts = {folder, clock, isOwner, problem};
	const entries = new Map<string, Entry>();
	const alerts = createSharedFile(alertsPath(folder), alertsCodec, [], parts);
	const silences = createSharedFile(silencesPath(folder), silencesCodec, [], parts);
	const gate = createGate(8);
	const saving = new Set<Promise<void>>();
	/** In the order in which they are written. */
	let turns: readonly Entry[] = [];
	let stopFlushing: Cancel = () => {};

	/** Saves in a while, and remembers that it does. */
	function save(write: () => Promise<void>): void {
		const work = write();
		if (saving.has(work)) return;
		saving.add(work);
		void work.finally(() => saving.delete(work));
	}

	const saved = async () => {
		while (saving.size > 0) await Promise.all(saving);
	};

	async function openEntry(server: Server, isLink: boolean): Promise<void> {
		const history = createServerHistory({...parts, server: server.name, target: targetOf(server), isLink});
		await history.read();
		const longestGapMs = Math.max(3 * server.intervalMs, 6 * 60_000);
		entries.set(server.name, {longestGapMs, history, save: inTurn(() => gate(history.write))});
	}

	function flush(index: number): void {
		const entry = turns[index];
		if (entry?.history.isBehind()) save(entry.save);
		// What could not be written at once is tried again.
		if (index > 0) return;
		for (const file of [alerts, silences]) if (file.isBehind()) save(file.write);
	}

	const seenBefore = () => (options.removedAfterDays ? clock.now() - options.removedAfterDays * dayMs : null);

	return {
		async open(servers) {
			if (isOwner) await prepareFolder(folder).catch(error => problem.writeFailed(folder, reasonOf(error)));
			await Promise.all([alerts.read(), silences.read()]);
			const isLink = await findLinks(folder);
			const reading = createGate(16);
			await Promise.all(servers.map(server => reading(() => openEntry(server, isLink(server.name)))));
			turns = [...entries.values()];
			if (isOwner) {
				stopFlushing = startFlushing(clock, Math.max(1, turns.length), flush);
				if (options.configured) await tidyLeft([...options.configured, ...entries.keys()], seenBefore(), parts);
			}
			return new Map([...entries].map(([name, {history}]) => [name, history.past()]));
		},
		append(name, sample) {
			const entry = entries.get(name);
			entry?.history.append(sample, entry.longestGapMs);
		},
		keep(name, kept, isUrgent) {
			const entry = entries.get(name);
			entry?.history.keep(kept);
			if (entry && isUrgent) save(entry.save);
		},
		stats: (name, now) => entries.get(name)?.history.stats(now) ?? emptyStats,
		record: name => entries.get(name)?.history.record() ?? null,
		timeline: (name, window, cells, now) => entries.get(name)?.history.timeline(window, cells, now) ?? [],
		traffic: name => entries.get(name)?.history.traffic() ?? noTraffic,
		keepTraffic: (name, traffic) => entries.get(name)?.history.keepTraffic(traffic),
		silences: silences.get,
		keepSilences(next) {
			silences.set(next);
			save(silences.write);
		},
		alerts: alerts.get,
		addAlert(alert) {
			alerts.set([alert, ...alerts.get()].slice(0, keptAlerts));
			save(alerts.write);
		},
		problem,
		isKept: () => isOwner && problem.isKept(),
		saved,
		async close() {
			stopFlushing();
			for (const {history, save: write} of entries.values()) if (history.isBehind()) save(write);
			for (const file of [alerts, silences]) if (file.isBehind()) save(file.write);
			await within(longestCloseMs, clock, saved());
		},
	};
}
