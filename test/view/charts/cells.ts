import type {TimelineCell} from '../../../source/domain/timeline.ts';
import {noon} from '../../helpers/fleet.ts';

/** One server's time up to noon: its availability in each cell, null where nobody watched. */
export const cellsOf = (
	uptimes: readonly (number | null)[],
	lengthMs: number,
	p95sMs: readonly (number | null)[] = [],
): TimelineCell[] =>
	uptimes.map((uptime, index) => ({
		start: noon - lengthMs + (index * lengthMs) / uptimes.length,
		end: noon - lengthMs + ((index + 1) * lengthMs) / uptimes.length,
		uptime,
		p50Ms: p95sMs[index] ?? null,
		p95Ms: p95sMs[index] ?? null,
		checks: uptime === null ? 0 : 10,
		failed: uptime === null ? 0 : Math.round(10 * (1 - uptime)),
	}));
