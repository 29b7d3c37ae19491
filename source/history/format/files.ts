import * as z from 'zod';
import type {Alert} from '../../domain/alert.ts';
import type {Health} from '../../domain/health.ts';
import type {Incident} from '../../domain/incident.ts';
import type {Sample} from '../../domain/probe-result.ts';
import type {Cursor} from '../../domain/roll-up.ts';
import type {Silence} from '../../domain/silence.ts';
import type {SchemaRecord} from '../../domain/snapshot.ts';
import type {Span} from '../../domain/span.ts';
import {alert} from './alert-shape.ts';
import {type Codec, createCodec} from './codec.ts';
import {decodeCursor, encodeCursor} from './cursor-row.ts';
import {instant} from './instant.ts';
import {decodeSamples, encodeSamples} from './sample-text.ts';
import {schemaRecord} from './schema-shape.ts';
import {health, incident, silence} from './shapes.ts';
import {decodeSpans, encodeSpan} from './span-rows.ts';

/** What changes with every check: small, for it is written every minute. */
export interface Tail {
	readonly server: string;
	/** Digest of what the name stands for. */
	readonly target: string;
	/** When the name came to stand for it; null where it always has. */
	readonly retargetedAt: number | null;
	/** When the server was last part of the fleet. */
	readonly seenAt: number;
	/** Null before its first check. */
	readonly health: Health | null;
	/** Recent checks, oldest first. */
	readonly samples: readonly Sample[];
	/** The last failed ones, however long ago, oldest first. */
	readonly failures: readonly Sample[];
	readonly cursor: Cursor | null;
	/** The spans that the roll-up does not hold as they are now, as a rule the hour under way. Days before hours. */
	readonly spans: readonly Span[];
	/** Where hours begin: what the roll-up holds of before has gone into days since. Null without hours. */
	readonly hoursFrom: number | null;
}

/** What is over: days, then hours. */
export interface PastSpans {
	readonly server: string;
	readonly spans: readonly Span[];
}

export interface Incidents {
	readonly server: string;
	/** Newest first. */
	readonly incidents: readonly Incident[];
}

export interface Schema {
	readonly server: string;
	/** What the name stood for when the tools were listed. */
	readonly target: string;
	readonly schema: SchemaRecord | null;
}

const rows = z.array(z.unknown());
const spans = {days: rows, hours: rows};

export const tailCodec: Codec<Tail> = createCodec({
	shape: z.object({
		server: z.string(),
		target: z.string(),
		retargetedAt: instant.nullable(),
		seenAt: instant,
		health: health.nullable(),
		samples: z.string(),
		failures: z.string(),
		cursor: z.unknown(),
		...spans,
		hoursFrom: instant.nullable(),
	}),
	read: ({days, hours, samples, failures, cursor, ...tail}) => ({
		...tail,
		samples: decodeSamples(samples),
		failures: decodeSamples(failures),
		cursor: cursor === null ? null : decodeCursor(cursor),
		spans: joinSpans(days, hours),
	}),
	write: ({server, target, retargetedAt, seenAt, health, samples, failures, cursor, spans, hoursFrom}) => ({
		server,
		target,
		retargetedAt,
		seenAt,
		health,
		hoursFrom,
		samples: encodeSamples(samples),
		failures: encodeSamples(failures),
		cursor: cursor && encodeCursor(cursor),
		...parted(spans),
	}),
});

export const rollUpCodec: Codec<PastSpans> = createCodec({
	shape: z.object({server: z.string(), ...spans}),
	read: ({server, days, hours}) => ({server, spans: joinSpans(days, hours)}),
	write: ({server, spans}) => ({server, ...parted(spans)}),
});

export const incidentsCodec: Codec<Incidents> = createCodec({
	shape: z.object({server: z.string(), incidents: z.array(incident)}),
	read: file => file,
	write: ({server, incidents}) => ({server, incidents: [...incidents]}),
});

export const schemaCodec: Codec<Schema> = createCodec({
	shape: z.object({server: z.string(), target: z.string(), schema: schemaRecord.nullable()}),
	read: file => file,
	write: ({server, target, schema}) => ({server, target, schema}),
});

/** The shape of the first version is that of the second. */
export const alertsCodec: Codec<readonly Alert[]> = createCodec({
	shape: z.object({alerts: z.array(alert)}),
	read: ({alerts}) => alerts,
	write: alerts => ({alerts: [...alerts]}),
	steps: {1: content => content},
});

export const silencesCodec: Codec<readonly Silence[]> = createCodec({
	shape: z.object({silences: z.array(silence)}),
	read: ({silences}) => silences,
	write: silences => ({silences: [...silences]}),
});

const joinSpans = (days: unknown, hours: unknown): Span[] => [
	...decodeSpans(days, 'day'),
	...decodeSpans(hours, 'hour'),
];

const parted = (spans: readonly Span[]) => ({
	days: spans.filter(({size}) => size === 'day').map(encodeSpan),
	hours: spans.filter(({size}) => size === 'hour').map(encodeSpan),
});
