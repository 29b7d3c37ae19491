import type {Alert} from '../domain/alert.ts';
import type {Cancel, Clock, History, Past} from '../domain/ports.ts';
import type {Sample} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import {emptyStats} from '../domain/stats.ts';
import {addToHours, hourMs, statsOf} from '../domain/windows.ts';
import type {Codec} from './durable-file.ts';
import {
	type AlertFile,
	decodeAlertFile,
	decodeServerFile,
	encodeServerFile,
	formatVersion,
	type ServerFile,
} from './format.ts';
import {alertsPath, prepareFolder, serverPath, targetOf} from './paths.ts';
import {createProblem} from './problem.ts';
import {createStoredFile, reasonOf, type StoredFile} from './stored-file.ts';

export interface HistoryOptions {
	/** The store's folder; made if it is absent, for its owner only. */
	readonly folder: string;
	readonly clock: Clock;
	/** False where another monitor owns the store: it is read, never written. */
	readonly isOwner: boolean;
}

const flushEveryMs = 60_000;
/** A disk that does not answer must not keep the program from ending. */
const longestCloseMs = 5000;
const keptAlerts = 500;

const serverCodec: Codec<ServerFile> = {decode: decodeServerFile, encode: encodeServerFile};
const alertCodec: Codec<AlertFile> = {decode: decodeAlertFile, encode: file => file};

interface Entry {
	readonly server: Server;
	readonly file: StoredFile<ServerFile>;
}

/** History as JSON files in a folder, one per server. */
export function createJsonHistory({folder, clock, isOwner}: HistoryOptions): History {
	const entries = new Map<string, Entry>();
	const problem = createProblem();
	const common = {clock, isOwner, problem};
	const alerts = createStoredFile<AlertFile>({
		...common,
		path: alertsPath(folder),
		codec: alertCodec,
		initial: {version: formatVersion, alerts: []},
	});
	let isClosed = false;
	let cancelFlush: Cancel = () => {};

	async function openEntry(server: Server): Promise<void> {
		const initial = emptyFile(server);
		const path = serverPath(folder, server.name);
		const file = createStoredFile<ServerFile>({...common, path, codec: serverCodec, initial});
		await file.read();
		if (file.get().target !== initial.target) file.set(initial);
		entries.set(server.name, {server, file});
	}

	const flush = () => inTurns([alerts, ...[...entries.values()].map(({file}) => file)], 8, file => file.write());

	function flushLater(): void {
		if (isClosed || !isOwner) return;
		cancelFlush = clock.after(flushEveryMs, () => {
			void flush().finally(flushLater);
		});
	}

	return {
		async open(servers) {
			if (isOwner) await prepareFolder(folder).catch(error => problem.writeFailed(folder, reasonOf(error)));
			await alerts.read();
			await inTurns(servers, 16, openEntry);
			flushLater();
			return new Map([...entries].map(([name, {file}]): [string, Past] => [name, file.get()]));
		},
		append(name, sample) {
			const entry = entries.get(name);
			if (!entry) return;
			const data = entry.file.get();
			const longestGapMs = Math.max(3 * entry.server.intervalMs, 6 * 60_000);
			entry.file.set({
				...data,
				samples: withSample(data.samples, sample),
				hours: addToHours(data.hours, data.samples.at(-1), sample, longestGapMs),
			});
		},
		keep(name, kept, isUrgent) {
			const file = entries.get(name)?.file;
			if (!file) return;
			file.set({...file.get(), kept});
			if (isUrgent) void file.write();
		},
		stats(name, now) {
			const data = entries.get(name)?.file.get();
			return data ? statsOf(data.samples, data.hours, now) : emptyStats;
		},
		record: () => null,
		timeline: () => [],
		silences: () => [],
		keepSilences() {},
		alerts: () => alerts.get().alerts,
		addAlert(alert: Alert) {
			alerts.set({version: formatVersion, alerts: [alert, ...alerts.get().alerts].slice(0, keptAlerts)});
			void alerts.write();
		},
		problem,
		async close() {
			isClosed = true;
			cancelFlush();
			await within(longestCloseMs, clock, flush());
		},
	};
}

const emptyFile = (server: Server): ServerFile => ({
	version: formatVersion,
	server: server.name,
	target: targetOf(server),
	kept: null,
	samples: [],
	hours: [],
});

/** The samples of an hour; those that a clock that went back has put into the future go. */
function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
	const first = samples.findIndex(({at}) => sample.at - at <= hourMs);
	const recent = first < 0 ? [] : samples.slice(first);
	const isInOrder = (recent.at(-1)?.at ?? 0) <= sample.at;
	return [...(isInOrder ? recent : recent.filter(({at}) => at <= sample.at)), sample];
}

/** A few at a time: a thousand open files at once would be a failure of our own making. */
async function inTurns<T>(items: readonly T[], size: number, run: (item: T) => Promise<void>): Promise<void> {
	for (let index = 0; index < items.length; index += size) await Promise.all(items.slice(index, index + size).map(run));
}

const within = (ms: number, clock: Clock, work: Promise<void>): Promise<void> =>
	new Promise(resolve => {
		const cancel = clock.after(ms, resolve);
		void work.finally(() => {
			cancel();
			resolve();
		});
	});
