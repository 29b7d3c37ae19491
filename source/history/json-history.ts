import {createHash} from 'node:crypto';
import {chmod, mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Low} from 'lowdb';
import type {Alert} from '../domain/alert.ts';
import type {Cancel, Clock, History, Past} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {emptyStats} from '../domain/stats.ts';
import {addToHours, hourMs, statsOf} from '../domain/windows.ts';
import {type Codec, durableFile} from './durable-file.ts';
import {
	type AlertFile,
	decodeAlertFile,
	decodeServerFile,
	encodeServerFile,
	formatVersion,
	isNewer,
	type ServerFile,
} from './format.ts';
import {createProblem} from './problem.ts';

export interface HistoryOptions {
	/** The store's folder; made if it is absent, for its owner only. */
	readonly folder: string;
	readonly clock: Clock;
	/** False where another monitor owns the store: it is read, never written. */
	readonly isOwner: boolean;
}

const flushEveryMs = 60_000;
const keptAlerts = 500;

const serverCodec: Codec<ServerFile> = {decode: decodeServerFile, encode: encodeServerFile};
const alertCodec: Codec<AlertFile> = {decode: decodeAlertFile, encode: file => file};

interface Entry {
	readonly server: Server;
	readonly file: Low<ServerFile>;
	isDirty: boolean;
	/** Writes of one file follow each other. */
	writing: Promise<void>;
	/** Set where the file must be left alone. */
	isFrozen: boolean;
}

/** History as JSON files in a folder, one per server. */
export function createJsonHistory({folder, clock, isOwner}: HistoryOptions): History {
	const entries = new Map<string, Entry>();
	const problem = createProblem();
	const alerts = new Low<AlertFile>(durableFile(join(folder, 'alerts.json'), alertCodec), {
		version: formatVersion,
		alerts: [],
	});
	let areAlertsFrozen = false;
	let writingAlerts: Promise<void> = Promise.resolve();
	let areAlertsDirty = false;
	let cancelFlush: Cancel = () => {};

	async function openEntry(server: Server): Promise<void> {
		const path = join(folder, 'servers', fileName(server.name));
		const empty: ServerFile = {
			version: formatVersion,
			server: server.name,
			target: targetOf(server),
			kept: null,
			samples: [],
			hours: [],
		};
		const file = new Low<ServerFile>(durableFile(path, serverCodec), empty);
		const isFrozen = !(await readOrSetAside(file, path));
		if (file.data.target !== empty.target) file.data = empty;
		entries.set(server.name, {server, file, isDirty: false, writing: Promise.resolve(), isFrozen});
	}

	/** False where the file is a newer program's and must be left as it is. */
	async function readOrSetAside<T>(file: Low<T>, path: string): Promise<boolean> {
		const initial = file.data;
		try {
			await file.read();
			return true;
		} catch (error) {
			file.data = initial;
			if (await isNewerFile(path)) {
				problem.note(`${path} was written by a newer version: left as it is`);
				return false;
			}
			if (!isOwner) return false;
			const aside = `${path}.corrupt-${new Date(clock.now()).toISOString().replaceAll(':', '-')}`;
			await rename(path, aside).catch(() => {});
			problem.note(`${path} could not be read (${reasonOf(error)}): set aside as ${aside}`);
			return true;
		}
	}

	function write(entry: Entry): Promise<void> {
		if (!isOwner || entry.isFrozen) return Promise.resolve();
		entry.isDirty = false;
		entry.writing = entry.writing
			.then(() => entry.file.write())
			.then(problem.clearWrite, error => {
				entry.isDirty = true;
				problem.writeFailed(reasonOf(error));
			});
		return entry.writing;
	}

	function writeAlerts(): Promise<void> {
		if (!isOwner || areAlertsFrozen || !areAlertsDirty) return writingAlerts;
		areAlertsDirty = false;
		writingAlerts = writingAlerts
			.then(() => alerts.write())
			.then(problem.clearWrite, error => {
				areAlertsDirty = true;
				problem.writeFailed(reasonOf(error));
			});
		return writingAlerts;
	}

	async function flush(): Promise<void> {
		const dirty = [...entries.values()].filter(entry => entry.isDirty);
		// A few at a time: a thousand open files at once would be a failure of our own making.
		for (let index = 0; index < dirty.length; index += 8) await Promise.all(dirty.slice(index, index + 8).map(write));
		await Promise.all([...[...entries.values()].map(({writing}) => writing), writeAlerts()]);
	}

	function flushLater(): void {
		cancelFlush = clock.after(flushEveryMs, () => {
			void flush().finally(flushLater);
		});
	}

	return {
		async open(servers) {
			if (isOwner) await makeFolder(folder, problem.writeFailed);
			areAlertsFrozen = !(await readOrSetAside(alerts, join(folder, 'alerts.json')));
			for (let index = 0; index < servers.length; index += 16) {
				await Promise.all(servers.slice(index, index + 16).map(openEntry));
			}
			flushLater();
			return new Map([...entries].map(([name, {file}]): [string, Past] => [name, file.data]));
		},
		append(name, sample) {
			const entry = entries.get(name);
			if (!entry) return;
			const {samples, hours} = entry.file.data;
			const longestGapMs = Math.max(3 * entry.server.intervalMs, 6 * 60_000);
			entry.file.data = {
				...entry.file.data,
				samples: [...samples.filter(({at}) => sample.at - at <= hourMs), sample],
				hours: addToHours(hours, samples.at(-1), sample, longestGapMs),
			};
			entry.isDirty = true;
		},
		keep(name, kept, isUrgent) {
			const entry = entries.get(name);
			if (!entry) return;
			entry.file.data = {...entry.file.data, kept};
			entry.isDirty = true;
			if (isUrgent) void write(entry);
		},
		stats(name, now) {
			const data = entries.get(name)?.file.data;
			return data ? statsOf(data.samples, data.hours, now) : emptyStats;
		},
		alerts: () => alerts.data.alerts,
		addAlert(alert: Alert) {
			alerts.data = {...alerts.data, alerts: [alert, ...alerts.data.alerts].slice(0, keptAlerts)};
			areAlertsDirty = true;
			void writeAlerts();
		},
		problem,
		async close() {
			cancelFlush();
			await flush();
		},
	};
}

async function makeFolder(folder: string, failed: (reason: string) => void): Promise<void> {
	try {
		await mkdir(join(folder, 'servers'), {recursive: true, mode: 0o700});
		await chmod(folder, 0o700);
		await writeFile(join(folder, '.gitignore'), '*\n', {flag: 'wx', mode: 0o600}).catch(() => {});
	} catch (error) {
		failed(reasonOf(error));
	}
}

/** A name a file system takes, that tells a person whose file it is and that no two servers share. */
function fileName(name: string): string {
	const slug = name.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 40);
	return `${slug}-${digest(name).slice(0, 8)}.json`;
}

const targetOf = (server: Server): string =>
	digest(
		JSON.stringify(
			server.transport === 'stdio' ? [server.command, server.args, server.cwd] : [server.transport, server.url],
		),
	).slice(0, 16);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

async function isNewerFile(path: string): Promise<boolean> {
	try {
		return isNewer(JSON.parse(await readFile(path, 'utf8')));
	} catch {
		return false;
	}
}

function reasonOf(error: unknown): string {
	const {code, name} = error as NodeJS.ErrnoException;
	return (
		code ??
		(name === 'ZodError' || name === '$ZodError'
			? 'not of the expected shape'
			: name === 'SyntaxError'
				? 'not JSON'
				: String(error))
	);
}
