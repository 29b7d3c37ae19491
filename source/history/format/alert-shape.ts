import * as z from 'zod';
import {
	type Alert,
	type AlertDetails,
	alertKinds,
	alertPhases,
	type DriftDetails,
	type LatencyDetails,
	severities,
} from '../../domain/alert.ts';
import {statuses} from '../../domain/health.ts';
import {endings} from '../../domain/incident.ts';
import {instant} from './instant.ts';
import {change} from './schema-shape.ts';
import {category} from './shapes.ts';

const duration = z.number().nonnegative();
const names = z.array(z.string());

const drift = z.looseObject({
	toolsAdded: names,
	toolsRemoved: names,
	toolsModified: z.array(z.looseObject({name: z.string(), changes: z.string()})),
	previousSnapshot: instant.nullable(),
	currentSnapshot: instant.nullable(),
	diff: z.array(change),
}) satisfies z.ZodType<DriftDetails>;

const latency = z.looseObject({
	p95Ms: duration,
	limitMs: duration,
	trendMs: z.array(duration),
	usualMs: duration.nullable(),
}) satisfies z.ZodType<LatencyDetails>;

const details = z.looseObject({
	status: z.enum(statuses).optional(),
	previousStatus: z.enum(statuses).optional(),
	category: category.optional(),
	hint: z.string().optional(),
	durationMs: duration.optional(),
	runbookUrl: z.string().optional(),
	tags: names.optional(),
	project: z.string().optional(),
	by: z.string().optional(),
	reason: z.string().optional(),
	ending: z.enum(endings).optional(),
	groupId: z.string().optional(),
	group: z.string().optional(),
	drift: drift.optional(),
	latency: latency.optional(),
}) satisfies z.ZodType<AlertDetails>;

/** Older files know less of an alert. */
export const alert: z.ZodType<Alert> = z
	.looseObject({
		id: z.string(),
		at: instant,
		kind: z.enum(alertKinds),
		severity: z.enum(severities),
		server: z.string(),
		message: z.string(),
		affects: names,
		isSilenced: z.boolean().default(false),
		phase: z.enum(alertPhases).default('noted'),
		about: z.enum(alertKinds).optional(),
		startedAt: instant.optional(),
		details: details.default({}),
	})
	.transform(({about, startedAt, ...alert}) => ({
		...alert,
		about: about ?? alert.kind,
		startedAt: startedAt ?? alert.at,
	}));
