import * as z from 'zod';
import {type Category, categories} from '../../domain/categories.ts';
import {degradations, type Health, statuses} from '../../domain/health.ts';
import {endings, type Incident, incidentKinds} from '../../domain/incident.ts';
import {phases} from '../../domain/probe-result.ts';
import type {Silence} from '../../domain/silence.ts';
import {count, instant} from './instant.ts';

// What must be there is looked at; fields that a file has beside are kept.

export const category = z.enum(Object.keys(categories) as [Category, ...Category[]]);

const failure = z.looseObject({
	category,
	transient: z.boolean(),
	phase: z.enum(phases),
	message: z.string(),
	hint: z.string().nullable(),
	retryAfterMs: z.number().nonnegative().optional(),
});

export const health: z.ZodType<Health> = z.looseObject({
	status: z.enum(statuses),
	since: instant.nullable(),
	reasons: z.array(z.union([category, z.enum(degradations), z.literal('not_checked')])),
	failure: failure.nullable(),
	pending: z.looseObject({kind: z.enum(['failing', 'recovering']), count, of: count}).nullable(),
	standing: z.enum(['unknown', 'up', 'stale', 'down']),
	run: z.looseObject({verdict: z.enum(['good', 'failed']), count, startedAt: instant}).nullable(),
	slow: z.looseObject({count, startedAt: instant}).nullable(),
	isSlow: z.boolean(),
	isCriticallySlow: z.boolean(),
	wasUp: z.boolean(),
	turns: z.array(instant),
});

export const incident: z.ZodType<Incident> = z.looseObject({
	kind: z.enum(incidentKinds),
	startedAt: instant,
	endedAt: instant.nullable(),
	cause: z.string(),
	category: category.nullable(),
	ending: z.enum(endings).nullable(),
	announcedAt: instant.nullable(),
	sentAt: instant.nullable().optional(),
	previousStatus: z.enum(statuses).optional(),
	acknowledgement: z.looseObject({at: instant, by: z.string(), reason: z.string().nullable()}).nullable().default(null),
});

export const silence: z.ZodType<Silence> = z.looseObject({
	id: z.string(),
	query: z.string(),
	from: instant,
	until: instant,
	reason: z.string().nullable(),
	by: z.string(),
});
