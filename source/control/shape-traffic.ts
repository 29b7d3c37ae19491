import * as z from 'zod';
import type {FailingCalls} from '../domain/agents-failing.ts';
import type {UnattributedCalls} from '../domain/fleet.ts';
import type {Impact} from '../domain/impact.ts';
import {incidentKinds} from '../domain/incident.ts';
import type {CallFigures, TrafficSummary} from '../domain/traffic-figures.ts';
import {amount, count, errors, instant, line, share} from './shape-values.ts';

const figures = z.looseObject({
	calls: count,
	failed: count,
	errors,
	p50Ms: amount.nullable(),
	p95Ms: amount.nullable(),
	p99Ms: amount.nullable(),
}) satisfies z.ZodType<CallFigures>;

const windows = z.looseObject({'1h': figures, '24h': figures, '7d': figures});
const toolImpact = z.looseObject({tool: line, calls: count, failed: count});

const impact = z.looseObject({
	kind: z.enum(incidentKinds),
	startedAt: instant,
	endedAt: instant.nullable(),
	countedFrom: instant,
	calls: count,
	failed: count,
	agents: z.array(
		z.looseObject({
			agent: line.nullable(),
			calls: count,
			failed: count,
			lastAt: instant,
			tools: z.array(toolImpact),
		}),
	),
	tools: z.array(toolImpact),
}) satisfies z.ZodType<Impact>;

export const traffic = z.looseObject({
	windows,
	tools: z.array(z.looseObject({tool: line, windows, agents: z.array(line), lastAt: instant})),
	agents: z.array(z.looseObject({agent: line.nullable(), windows, tools: z.array(line), lastAt: instant})),
	lastAt: instant,
	impact: impact.nullable(),
}) satisfies z.ZodType<TrafficSummary>;

export const failingCalls = z.looseObject({
	since: instant,
	calls: count,
	failed: count,
	errors,
	limit: share,
	agents: z.array(line),
	tools: z.array(line),
	drift: line.nullable(),
}) satisfies z.ZodType<FailingCalls>;

export const unattributed = z.looseObject({
	calls: count,
	tools: z.array(line),
	lastAt: instant,
}) satisfies z.ZodType<UnattributedCalls>;
