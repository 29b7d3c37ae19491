import * as z from 'zod';
import {statuses} from '../domain/health.ts';
import {endings, type Incident, incidentKinds} from '../domain/incident.ts';
import {isHistogram, type LatencyHistogram} from '../domain/latency-histogram.ts';
import type {ServerRecord} from '../domain/ports.ts';
import type {SchemaRecord, Snapshot} from '../domain/snapshot.ts';
import {type Span, type SpanSize, spanMs} from '../domain/span.ts';
import type {TimelineCell} from '../domain/timeline.ts';
import {amount, category, count, errors, instant, line, share, text, tool} from './shape-values.ts';

export const incident = z.looseObject({
	kind: z.enum(incidentKinds),
	startedAt: instant,
	endedAt: instant.nullable(),
	cause: line,
	category: category.nullable(),
	ending: z.enum(endings).nullable(),
	announcedAt: instant.nullable(),
	sentAt: instant.nullable().optional(),
	previousStatus: z.enum(statuses).optional(),
	acknowledgement: z.looseObject({at: instant, by: line, reason: line.nullable()}).nullable(),
}) satisfies z.ZodType<Incident>;

const span = z.looseObject({
	start: instant,
	size: z.enum(Object.keys(spanMs) as [SpanSize, ...SpanSize[]]),
	checks: count,
	availableMs: amount,
	unavailableMs: amount,
	unknownMs: amount,
	errors,
	calls: count,
	failedCalls: count,
	outages: count,
	repairs: count,
	repairMs: amount,
	latencies: z.custom<LatencyHistogram>(value => typeof value === 'string' && isHistogram(value)),
}) satisfies z.ZodType<Span>;

const snapshot = z.looseObject({
	hash: text,
	takenAt: instant,
	tools: z.array(tool),
	instructions: text.nullable(),
}) satisfies z.ZodType<Snapshot>;

const schemaRecord = z.looseObject({
	baseline: snapshot,
	drifted: snapshot.nullable(),
	changedAt: instant.nullable(),
}) satisfies z.ZodType<SchemaRecord>;

/** What is kept of a server. */
export const serverRecord: z.ZodType<ServerRecord | null> = z
	.looseObject({spans: z.array(span), incidents: z.array(incident), schema: schemaRecord.nullable()})
	.nullable();

/** The newest lines of a server's log. */
export const log: z.ZodType<readonly string[]> = z.array(line);

/** A cell stands as a row of figures, for there are very many of them. */
const cellRow = z
	.tuple([instant, instant, share.nullable(), amount.nullable(), amount.nullable(), count, count])
	.transform(
		([start, end, uptime, p50Ms, p95Ms, checks, failed]): TimelineCell => ({
			start,
			end,
			uptime,
			p50Ms,
			p95Ms,
			checks,
			failed,
		}),
	);

/** Every server's timeline. */
export const timelines: z.ZodType<ReadonlyMap<string, readonly TimelineCell[]>> = z
	.array(z.tuple([text, z.array(cellRow)]))
	.transform(entries => new Map(entries));

/** The form in which timelines are sent. */
export const encodeTimelines = (cells: ReadonlyMap<string, readonly TimelineCell[]>) =>
	[...cells].map(([name, row]) => [
		name,
		row.map(({start, end, uptime, p50Ms, p95Ms, checks, failed}) => [start, end, uptime, p50Ms, p95Ms, checks, failed]),
	]);
