import {addToLog} from '../domain/alert-log.ts';
import {emptyOutbox} from '../domain/outbox.ts';
import type {Cancel, Clock, History} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {emptyStats} from '../domain/stats.ts';
import {startFlushing} from './flush.ts';
import {alertsCodec, silencesCodec} from './format/files.ts';
import {outboxCodec} from './format/outbox.ts';
import {createGate, inTurn, within} from './in-turn.ts';
import {tidyLeft} from './left-servers.ts';
import {alertsPath, digestTarget, findLinks, outboxPath, prepareFolder, silencesPath} from './paths.ts';
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
const dayMs = 24 * 3_600_000;

interface Entry {
	/** As the server is checked now. */
	longestGapMs: number;
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
	const outbox = createSharedFile(outboxPath(folder), outboxCodec, emptyOutbox, parts);
	const shared = [alerts, silences, outbox];
	const gate = createGate(8);
	const saving = new Set<Promise<void>>();
	/** In the order in which they are written. */
	let turns: readonly Entry[] = [];
	let stopFlushing: Cancel = () => {};
	let isOpen = false;

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

	async function openEntry(server: Server, isLink: boolean): Promise<Entry> {
		const longestGapMs = Math.max(3 * server.intervalMs, 6 * 60_000);
		const known = entries.get(server.name);
		if (known) {
			known.longestGapMs = longestGapMs;
			known.history.aim(digestTarget(server));
			return known;
		}
		const history = createServerHistory({...parts, server: server.name, target: digestTarget(server), isLink});
		await history.read();
		return {longestGapMs, history, save: inTurn(() => gate(history.write))};
	}

	async function openStore(): Promise<void> {
		if (isOwner) await prepareFolder(folder).catch(error => problem.writeFailed(folder, reasonOf(error)));
		await Promise.all(shared.map(file => file.read()));
	}

	async function startKeeping(): Promise<void> {
		if (!isOwner) return;
		stopFlushing = startFlushing(clock, () => turns.length, flush);
		if (options.configured) await tidyLeft([...options.configured, ...entries.keys()], seenBefore(), parts);
	}

	/** An incident that is known to have been told must not be, where the alert itself was lost with the process. */
	const afterAlerts = (write: () => Promise<void>) => async () => {
		await alerts.write();
		await write();
	};

	function flush(index: number): void {
		const entry = turns[index];
		if (entry?.history.isBehind()) save(entry.save);
		// What could not be written at once is tried again.
		if (index > 0) return;
		for (const file of shared) if (file.isBehind()) save(file.write);
	}

	const seenBefore = () => (options.removedAfterDays ? clock.now() - options.removedAfterDays * dayMs : null);

	return {
		async open(servers) {
			const isFirst = !isOpen;
			isOpen = true;
			if (isFirst) await openStore();
			const isLink = await findLinks(folder);
			const reading = createGate(16);
			const opened = await Promise.all(
				servers.map(server =>
					reading(async () => [server.name, await openEntry(server, isLink(server.name))] as const),
				),
			);
			for (const [name, entry] of opened) entries.set(name, entry);
			turns = [...entries.values()];
			if (isFirst) await startKeeping();
			return new Map(opened.map(([name, {history}]) => [name, history.past()]));
		},
		async forget(name) {
			const entry = entries.get(name);
			if (!entry) return;
			entries.delete(name);
			turns = [...entries.values()];
			entry.history.leave();
			save(entry.save);
			await within(longestCloseMs, clock, entry.save());
		},
		append(name, sample) {
			const entry = entries.get(name);
			entry?.history.append(sample, entry.longestGapMs);
		},
		keep(name, kept, isUrgent) {
			const entry = entries.get(name);
			entry?.history.keep(kept);
			if (entry && isUrgent) save(alerts.isBehind() ? afterAlerts(entry.save) : entry.save);
		},
		stats: (name, now) => entries.get(name)?.history.stats(now) ?? emptyStats,
		record: name => entries.get(name)?.history.record() ?? null,
		timeline: (name, window, cells, now) => entries.get(name)?.history.timeline(window, cells, now) ?? [],
		silences: silences.get,
		keepSilences(next) {
			silences.set(next);
			save(silences.write);
		},
		outbox: outbox.get,
		keepOutbox(next) {
			outbox.set(next);
			save(outbox.write);
		},
		alerts: alerts.get,
		addAlert(alert) {
			alerts.set(addToLog(alerts.get(), alert));
			save(alerts.write);
		},
		problem,
		isKept: () => isOwner && problem.isKept(),
		saved,
		async close() {
			stopFlushing();
			for (const {history, save: write} of entries.values()) if (history.isBehind()) save(write);
			for (const file of shared) if (file.isBehind()) save(file.write);
			await within(longestCloseMs, clock, saved());
		},
	};
}
