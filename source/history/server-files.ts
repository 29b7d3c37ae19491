import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {Incident} from '../domain/incident.ts';
import type {SchemaRecord} from '../domain/snapshot.ts';
import type {Span} from '../domain/span.ts';
import {hourMs, minuteMs, type Traffic} from '../domain/traffic.ts';
import {incidentsCodec, rollUpCodec, schemaCodec, type Tail, tailCodec} from './format/files.ts';
import {decodeWholeServer} from './format/version-1.ts';
import {hoursFrom, joinSpans, recount} from './join-spans.ts';
import {type FileKind, serverFilePath, serverFolderName, serversFolder} from './paths.ts';
import {createStoredFile, type StoreParts} from './stored-file.ts';
import {createTrafficFiles} from './traffic-files.ts';

/** Everything that the files of a server hold. */
export interface ServerData extends Omit<Tail, 'hoursFrom'> {
	/** Days, then hours; the last is under way. */
	readonly spans: readonly Span[];
	readonly incidents: readonly Incident[];
	readonly schema: SchemaRecord | null;
	readonly traffic: Traffic;
}

/** A part of the data that is written apart from the others. Spans go with the tail. */
export type Part = Exclude<FileKind, 'roll-up' | 'traffic-hours'>;

/** The files of one server. */
export interface ServerFiles {
	/** What they hold. Never rejects. */
	read(): Promise<Partial<ServerData>>;
	touch(...parts: readonly Part[]): void;
	isBehind(): boolean;
	/** Writes what was touched. Never rejects; not called twice at a time. */
	write(): Promise<void>;
}

export interface ServerFilesOptions extends StoreParts {
	/** The store's. */
	readonly folder: string;
	readonly server: string;
	/** Its folder lies elsewhere, so it is left alone. */
	readonly isLink: boolean;
	/** What the files should hold now. */
	readonly data: () => ServerData;
}

export function createServerFiles(options: ServerFilesOptions): ServerFiles {
	const {folder, server, data, isLink, problem, clock} = options;
	const own = join(serversFolder(folder), serverFolderName(server));
	const whole = `${own}.json`;
	let hasWhole = false;
	/** What the roll-up holds. */
	let rolledUp: readonly Span[] = [];
	let due: readonly Span[] = [];

	const at = (kind: FileKind) => ({...options, path: serverFilePath(own, kind)});
	const files = {
		tail: createStoredFile({...at('tail'), codec: tailCodec, content: tailOf}),
		incidents: createStoredFile({...at('incidents'), codec: incidentsCodec, content: data}),
		schema: createStoredFile({...at('schema'), codec: schemaCodec, content: data}),
		traffic: createTrafficFiles({...options, own, traffic: () => data().traffic}),
	};
	const rollUp = createStoredFile({
		...at('roll-up'),
		codec: rollUpCodec,
		content: () => ({server, spans: due}),
	});

	function tailOf(): Tail {
		const all = data();
		const known = new Set(rolledUp);
		return {...all, spans: all.spans.filter(span => !known.has(span)), hoursFrom: hoursFrom(all.spans)};
	}

	async function readParts(): Promise<Partial<ServerData>> {
		const [tail, past, incidents, schema, traffic] = await Promise.all([
			files.tail.read(),
			rollUp.read(),
			files.incidents.read(),
			files.schema.read(),
			files.traffic.read(),
		]);
		if (!tail && !past && !incidents && !schema && traffic.hours.length === 0) return {};
		const spans = tail ? joinSpans(past?.spans ?? [], tail) : (past?.spans ?? []);
		rolledUp = past?.spans ?? [];
		const target = tail?.target ?? schema?.target;
		return {
			...tail,
			...(target !== undefined && {target}),
			spans: recount(spans, tail?.spans ?? [], incidents?.incidents ?? []),
			incidents: incidents?.incidents ?? [],
			schema: schema?.target === target ? (schema?.schema ?? null) : null,
			traffic: since(traffic, tail?.retargetedAt ?? null),
		};
	}

	/** The one file of the first version; the others are made of it, and it goes once they are there. */
	async function readWhole(): Promise<Partial<ServerData>> {
		const file = createStoredFile({
			...options,
			path: whole,
			codec: {decode: decodeWholeServer, encode: () => null},
			content: () => null,
		});
		const content = await file.read();
		if (!content) return {};
		const {tail, incidents, schema} = content;
		hasWhole = true;
		files.tail.touch();
		files.incidents.touch();
		if (schema) files.schema.touch();
		return {...tail, seenAt: clock.now(), incidents: incidents.incidents, schema: schema?.schema ?? null};
	}

	async function writeRollUp(spans: readonly Span[]): Promise<void> {
		const known = new Set(rolledUp);
		if (spans.every(span => known.has(span))) return;
		due = spans;
		rollUp.touch();
		if (await rollUp.write()) rolledUp = spans;
	}

	return {
		async read() {
			if (isLink) {
				problem.note(`${own} is a link to elsewhere: nothing is read or written there`);
				return {};
			}
			const parts = await readParts();
			return parts.samples ? parts : {...parts, ...(await readWhole())};
		},
		touch(...parts) {
			for (const part of parts) files[part].touch();
		},
		isBehind: () => Object.values(files).some(file => file.isBehind()),
		async write() {
			if (isLink) return;
			await files.schema.write();
			// Before the tail: outages that it does not count yet can be counted again from this list.
			await files.incidents.write();
			// Never ahead of the tail, so it is clear which of the two is right about a span.
			const closed = data().spans.slice(0, -1);
			if (!(await files.tail.write())) return;
			if (hasWhole)
				hasWhole = await rm(whole).then(
					() => false,
					() => true,
				);
			await writeRollUp(closed);
			await files.traffic.write();
		},
	};
}

/** What the name stood for before had calls of its own. */
const since = ({hours, minutes}: Traffic, from: number | null): Traffic =>
	from === null
		? {hours, minutes}
		: {
				hours: hours.filter(({start}) => start > from - hourMs),
				minutes: minutes.filter(({start}) => start > from - minuteMs),
			};
