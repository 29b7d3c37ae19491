import {plural} from '../domain/format.ts';
import {hideInArguments} from '../domain/hide-secrets.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Transport} from '../domain/server.ts';
import type {ServerEntry} from '../domain/server-entry.ts';

/** A file of an MCP client, as far as a report goes. */
export interface ReportedFile {
	readonly client: {readonly id: string; readonly title: string; readonly isExperimental: boolean};
	readonly path: string;
	readonly servers: readonly {readonly name: string; readonly isEnabled: boolean}[];
	readonly unusable: readonly {readonly name: string; readonly why: string}[];
	readonly trouble: string | null;
}

/** A server that was found. */
export interface ReportedServer {
	readonly name: string;
	readonly target: {readonly transport: Transport};
	/** As it would be written into a configuration, secrets left out. */
	readonly shown: Pick<ServerEntry, 'command' | 'url'>;
	readonly usedBy: readonly string[];
	readonly notes: readonly string[];
}

/** What a report may take. */
export interface Room {
	/** Columns; null where lines may be as long as they are. */
	readonly width: number | null;
	/** The home folder, shown as `~`. */
	readonly home: string;
}

/** What was found where, a line for each file. */
export function renderFiles(files: readonly ReportedFile[], room: Room): string {
	const shown = files.filter(({servers, unusable}) => servers.length + unusable.length > 0);
	return inColumns(
		shown.map(({client, servers, path}) => [
			client.title,
			`${plural(servers.length, 'server')}${offWords(servers)}`,
			shorten(path, room.home),
		]),
		room,
	);
}

/** What could not be read or used, a line for each; each belongs to one file. */
export function renderTroubles(files: readonly ReportedFile[], {home}: Room): readonly string[] {
	return files.flatMap(({client, path, unusable, trouble}) => [
		...(trouble === null ? [] : [`${client.title}: ${shorten(path, home)} ${trouble}`]),
		...unusable.map(({name, why}) => `${client.title}: ${plainText(name, 60)} ${why}`),
	]);
}

/** How many entries came to how many servers. */
export function describeCount(files: readonly ReportedFile[], servers: readonly ReportedServer[]): string {
	const entries = files.flatMap(file => file.servers).filter(({isEnabled}) => isEnabled).length;
	const off = files.flatMap(file => file.servers.filter(one => !one.isEnabled).map(({name}) => name));
	const left = off.length > 0 ? `; switched off and left out: ${off.map(name => plainText(name, 60)).join(', ')}` : '';
	if (entries === servers.length) return `${plural(servers.length, 'server')} in all${left}`;
	return `${plural(servers.length, 'unique server')}, found in ${plural(entries, 'entry', 'entries')}${left}`;
}

/** The servers with what is started or asked, and whose they are. */
export const renderServers = (servers: readonly ReportedServer[], room: Room, isNumbered = false): string =>
	inColumns(
		servers.map((server, index) => [
			...(isNumbered ? [String(index + 1).padStart(String(servers.length).length)] : []),
			plainText(server.name, 40),
			server.usedBy.join(', '),
			describeTarget(server.shown),
		]),
		room,
	);

/** A command line or an address without what is secret in it. */
export const describeTarget = ({command, url}: Pick<ServerEntry, 'command' | 'url'>): string =>
	plainText(command ? hideInArguments(command).map(quote).join(' ') : (url ?? '').replace(/\?.*$/s, ''), 300);

const quote = (word: string): string => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word));

const offWords = (servers: ReportedFile['servers']): string => {
	const off = servers.filter(({isEnabled}) => !isEnabled).length;
	return off > 0 ? `, ${off} off` : '';
};

export const shorten = (path: string, home: string): string =>
	plainText(path.startsWith(`${home}/`) || path.startsWith(`${home}\\`) ? `~${path.slice(home.length)}` : path, 300);

function inColumns(rows: readonly (readonly string[])[], {width}: Room): string {
	const widths = rows.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)), []);
	const lines = rows.map(row =>
		`  ${row.map((cell, at) => (at + 1 < row.length ? cell.padEnd(widths[at] ?? 0) : cell)).join('  ')}`.trimEnd(),
	);
	return lines.map(line => `${cut(line, width)}\n`).join('');
}

const cut = (line: string, width: number | null): string =>
	width === null || line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1))}…`;
