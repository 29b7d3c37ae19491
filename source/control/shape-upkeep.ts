import * as z from 'zod';
import {severities} from '../domain/alert.ts';
import {statuses} from '../domain/health.ts';
import type {MonitorStatus, UpkeepResult} from '../domain/upkeep.ts';
import {count, instant, line} from './shape-values.ts';

const mostLines = 1000;
const path = z.string().max(8192);

/** What a process that watches says of itself, as it comes from there. */
export const monitorStatus = z.looseObject({
	pid: z.number().int().positive(),
	version: line,
	startedAt: instant,
	isHeadless: z.boolean(),
	screens: count,
	config: path.nullable(),
	store: path,
	log: path.nullable(),
	intervalMs: z.number().positive(),
	counts: z.object({
		total: count,
		up: count,
		degraded: count,
		down: count,
		stale: count,
		unknown: count,
		disabled: count,
	}),
	issues: z
		.array(z.looseObject({severity: z.enum(severities), server: line, status: z.enum(statuses), message: line}))
		.max(mostLines),
	warnings: z.array(line).max(mostLines),
	pause: z.looseObject({from: instant, until: instant, by: line}).nullable(),
}) satisfies z.ZodType<MonitorStatus>;

export const upkeepResult = z.looseObject({
	ok: z.boolean(),
	message: line,
	details: z.array(line).max(mostLines),
}) satisfies z.ZodType<UpkeepResult>;
