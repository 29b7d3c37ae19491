import * as z from 'zod';
import {
	type Alert,
	type AlertDetails,
	alertKinds,
	alertPhases,
	type DriftDetails,
	type LatencyDetails,
	severities,
} from '../domain/alert.ts';
import {statuses} from '../domain/health.ts';
import {endings} from '../domain/incident.ts';
import {changeClasses, changeKinds, type SchemaChange} from '../domain/schema/schema-change.ts';
import {amount, category, instant, json, line, text} from './shape-values.ts';

/** One change of a server's tools. */
export const change = z.looseObject({
	class: z.enum(changeClasses),
	tool: text.nullable(),
	kind: z.enum(changeKinds),
	path: z.array(text),
	text: line,
	before: json.optional(),
	after: json.optional(),
}) satisfies z.ZodType<SchemaChange>;

/** More of anything than an alert carries. */
const mostItems = 1000;
const lines = z.array(line).max(mostItems);

const drift = z.looseObject({
	toolsAdded: lines,
	toolsRemoved: lines,
	toolsModified: z.array(z.looseObject({name: line, changes: line})).max(mostItems),
	previousSnapshot: instant.nullable(),
	currentSnapshot: instant.nullable(),
	diff: z.array(change).max(mostItems),
}) satisfies z.ZodType<DriftDetails>;

const latency = z.looseObject({
	p95Ms: amount,
	limitMs: amount,
	trendMs: z.array(amount).max(mostItems),
	usualMs: amount.nullable(),
}) satisfies z.ZodType<LatencyDetails>;

const details = z.looseObject({
	status: z.enum(statuses).optional(),
	previousStatus: z.enum(statuses).optional(),
	category: category.optional(),
	hint: line.optional(),
	durationMs: amount.optional(),
	runbookUrl: line.optional(),
	tags: lines.optional(),
	project: line.optional(),
	by: line.optional(),
	reason: line.optional(),
	ending: z.enum(endings).optional(),
	groupId: line.optional(),
	group: line.optional(),
	drift: drift.optional(),
	latency: latency.optional(),
}) satisfies z.ZodType<AlertDetails>;

/** An alert as the owner shows it. */
export const alert = z.looseObject({
	id: text,
	at: instant,
	kind: z.enum(alertKinds),
	severity: z.enum(severities),
	server: line,
	message: line,
	affects: lines,
	isSilenced: z.boolean(),
	phase: z.enum(alertPhases),
	about: z.enum(alertKinds),
	startedAt: instant,
	details,
}) satisfies z.ZodType<Alert>;
