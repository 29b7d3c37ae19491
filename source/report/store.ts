import {plural} from '../domain/format.ts';

/** What a store takes on disk, in bytes. */
interface Sizes {
	readonly totalBytes: number;
	readonly alertsBytes: number;
	readonly silencesBytes: number;
	/** The largest first. */
	readonly servers: readonly {
		readonly server: string;
		readonly bytes: Readonly<Record<string, number>>;
		readonly totalBytes: number;
	}[];
}

/** A store's sizes for people. */
export function renderStore(folder: string, {totalBytes, alertsBytes, silencesBytes, servers}: Sizes): string {
	const rows = [
		...servers.map(({server, bytes, totalBytes: all}) => [server, kib(all), describe(bytes)] as const),
		['alerts', kib(alertsBytes), ''] as const,
		['silences', kib(silencesBytes), ''] as const,
	];
	const width = Math.max(...rows.map(([name]) => name.length));
	const lines = rows.map(([name, size, parts]) => `  ${name.padEnd(width)}  ${size.padStart(10)}  ${parts}`.trimEnd());
	return [`${folder}: ${kib(totalBytes)}, ${plural(servers.length, 'server')}`, ...lines, ''].join('\n');
}

/** The same for programs. */
export const renderStoreJson = (folder: string, sizes: Sizes): string =>
	`${JSON.stringify(
		{
			version: 1,
			folder,
			total_bytes: sizes.totalBytes,
			alerts_bytes: sizes.alertsBytes,
			silences_bytes: sizes.silencesBytes,
			servers: sizes.servers.map(({server, bytes, totalBytes}) => ({server, total_bytes: totalBytes, bytes})),
		},
		null,
		2,
	)}\n`;

/** What was removed. */
export const renderPruned = (removed: readonly {readonly server: string; readonly bytes: number}[]): string =>
	removed.length === 0
		? 'nothing to remove\n'
		: removed.map(({server, bytes}) => `removed ${server} (${kib(bytes)})\n`).join('');

const describe = (bytes: Readonly<Record<string, number>>): string =>
	Object.entries(bytes)
		.filter(([, size]) => size > 0)
		.map(([kind, size]) => `${kind} ${kib(size)}`)
		.join(', ');

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
