import * as z from 'zod';
import type {Alert} from '../domain/alert.ts';
import {alertKinds} from '../domain/alert.ts';
import {type Category, categories} from '../domain/categories.ts';
import {degradations, statuses} from '../domain/health.ts';
import {incidentKinds} from '../domain/incident.ts';
import type {Kept} from '../domain/ports.ts';
import {phases, type Sample, type Tool} from '../domain/probe-result.ts';
import type {Hour} from '../domain/windows.ts';

/** The version of the files this program writes. */
export const formatVersion = 1;

/** A server's file. */
export interface ServerFile {
	readonly version: typeof formatVersion;
	readonly server: string;
	/** Digest of what the name stands for: another target under an old name starts anew. */
	readonly target: string;
	readonly kept: Kept | null;
	readonly samples: readonly Sample[];
	readonly hours: readonly Hour[];
}

/** The fleet's alerts, newest first. */
export interface AlertFile {
	readonly version: typeof formatVersion;
	readonly alerts: readonly Alert[];
}

const category = z.enum(Object.keys(categories) as [Category, ...Category[]]);
const instant = z.number().finite().nonnegative();
const count = z.number().int().nonnegative();

/** Samples stand as `[at, latency or null, category or null, counted 0 or 1]`. */
const sampleRow = z.tuple([instant, z.number().nonnegative().nullable(), category.nullable(), z.literal([0, 1])]);

const failure = z.object({
	category,
	transient: z.boolean(),
	phase: z.enum(phases),
	message: z.string(),
	hint: z.string().nullable(),
	retryAfterMs: z.number().nonnegative().optional(),
});

const run = z.object({verdict: z.enum(['good', 'failed']), count, startedAt: instant});

const health = z.object({
	status: z.enum(statuses),
	since: instant.nullable(),
	reasons: z.array(z.union([category, z.enum(degradations), z.literal('not_checked')])),
	failure: failure.nullable(),
	pending: z.object({kind: z.enum(['failing', 'recovering']), count, of: count}).nullable(),
	standing: z.enum(['unknown', 'up', 'stale', 'down']),
	run: run.nullable(),
	slow: z.object({count, startedAt: instant}).nullable(),
	isSlow: z.boolean(),
	isCriticallySlow: z.boolean(),
	wasUp: z.boolean(),
	turns: z.array(instant),
});

const tool = z.custom<Tool>(value => z.looseObject({name: z.string()}).safeParse(value).success);
const snapshot = z.object({
	hash: z.string(),
	takenAt: instant,
	tools: z.array(tool),
	instructions: z.string().nullable(),
});
const schemaRecord = z.object({
	baseline: snapshot,
	drifted: snapshot.nullable(),
	changedAt: instant.nullable(),
});

const incident = z.object({
	kind: z.enum(incidentKinds),
	startedAt: instant,
	endedAt: instant.nullable(),
	cause: z.string(),
	category: category.nullable(),
	ending: z.enum(['recovered', 'worsened', 'accepted', 'removed']).nullable(),
	announcedAt: instant.nullable(),
	acknowledgement: z.object({at: instant, by: z.string(), reason: z.string().nullable()}).nullable().default(null),
});

const hour = z.object({
	start: instant,
	checks: count,
	availableMs: z.number().nonnegative(),
	unavailableMs: z.number().nonnegative(),
	errors: z.partialRecord(category, count),
	calls: count,
	failedCalls: count,
});

const serverFile = z.object({
	version: z.literal(formatVersion),
	server: z.string(),
	target: z.string(),
	kept: z.object({health, schema: schemaRecord.nullable(), incidents: z.array(incident)}).nullable(),
	samples: z.array(sampleRow),
	hours: z.array(hour),
});

const alert = z.object({
	id: z.string(),
	at: instant,
	kind: z.enum(alertKinds),
	severity: z.enum(['critical', 'warning', 'info']),
	server: z.string(),
	message: z.string(),
	affects: z.array(z.string()),
});

const alertFile = z.object({version: z.literal(formatVersion), alerts: z.array(alert)});

/** Reads a server's file; throws when it is not one. */
export function decodeServerFile(value: unknown): ServerFile {
	const file = serverFile.parse(value);
	const samples = file.samples.map(([at, latencyMs, name, counted]) => ({
		at,
		latencyMs,
		category: name,
		counted: counted === 1,
	}));
	return {...file, samples};
}

/** The form in which a server's file is written. */
export const encodeServerFile = (file: ServerFile): unknown => ({
	...file,
	samples: file.samples.map(({at, latencyMs, category, counted}) => [
		at,
		latencyMs === null ? null : Math.round(latencyMs * 100) / 100,
		category,
		Number(counted),
	]),
});

/** Reads the alerts; throws when the file holds none. */
export const decodeAlertFile = (value: unknown): AlertFile => alertFile.parse(value);

/** True for a file of a newer program, which must be left as it is. */
export const isNewer = (value: unknown): boolean =>
	z.object({version: z.number().gt(formatVersion)}).safeParse(value).success;
