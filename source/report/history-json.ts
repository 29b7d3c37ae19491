import type {Incident} from '../domain/incident.ts';
import {windowMs} from '../domain/stats.ts';
import type {TimelineCell} from '../domain/timeline.ts';
import type {ServerHistory} from './history.ts';

/** One server's past for programs. Times are ISO 8601, durations ms, shares 0 to 1; null is unknown. */
export function renderHistoryJson({server, window, now, stats, incidents, cells}: ServerHistory): string {
	const value = {
		version: 1,
		server,
		window,
		from: toTime(now - windowMs[window]),
		to: toTime(now),
		checks: stats.checks,
		watched_ms: stats.watchedMs,
		uptime: stats.uptime,
		p50_ms: stats.p50Ms,
		p95_ms: stats.p95Ms,
		p99_ms: stats.p99Ms,
		error_rate: stats.errorRate,
		errors: stats.errors,
		tool_calls: stats.toolCalls,
		outages: stats.outages,
		mtbf_ms: stats.mtbfMs,
		mttr_ms: stats.mttrMs,
		incidents: incidents.map(toIncident),
		timeline: cells.map(toCell),
	};
	return `${JSON.stringify(value, null, 2)}\n`;
}

const toIncident = ({kind, startedAt, endedAt, cause, category, ending, acknowledgement}: Incident) => ({
	kind,
	started_at: toTime(startedAt),
	ended_at: endedAt === null ? null : toTime(endedAt),
	cause,
	category,
	ending,
	acknowledged_by: acknowledgement?.by ?? null,
});

const toCell = ({start, end, uptime, p50Ms, p95Ms, checks, failed}: TimelineCell) => ({
	from: toTime(start),
	to: toTime(end),
	uptime,
	p50_ms: p50Ms,
	p95_ms: p95Ms,
	checks,
	failed,
});

const toTime = (at: number): string => new Date(at).toISOString();
