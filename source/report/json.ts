import {withAgentsCalls} from '../domain/all-calls.ts';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import {issuesOf} from '../domain/issues.ts';
import {notesOf} from '../domain/notes.ts';
import {countStatuses} from '../domain/select.ts';
import {liveWindows} from '../domain/stats.ts';
import {scorecardJson} from './scorecard-json.ts';

/** The fleet as JSON text, version 1: fields may be added within a version, never changed. Holds no secret. */
export function renderJson(fleet: Fleet, states: readonly ServerState[], now: number): string {
	const report = {
		version: 1,
		checked_at: toTime(now),
		host: fleet.host,
		summary: countStatuses(states),
		servers: states.map(state => toServer(state, now)),
		issues: issuesOf(states, now),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

function toServer(state: ServerState, now: number) {
	const {server, health, lastCheck, stats, schema, listing} = state;
	return {
		name: server.name,
		transport: server.transport,
		tags: server.tags,
		project: server.project,
		used_by: server.usedBy,
		enabled: server.enabled,
		status: health.status,
		since: toTime(health.since),
		reasons: health.reasons,
		notes: notesOf(state, now),
		checked_at: toTime(lastCheck?.at ?? state.samples.at(-1)?.at ?? null),
		acknowledged: state.acknowledged,
		silenced: state.silenced,
		latency_ms: round(lastCheck?.latencyMs ?? null),
		connect_ms: round(lastCheck?.connectMs ?? null),
		p50_ms: round(stats['1h'].p50Ms),
		p95_ms: round(stats['1h'].p95Ms),
		p99_ms: round(stats['1h'].p99Ms),
		uptime: Object.fromEntries(liveWindows.map(window => [window, roundShare(stats[window].uptime)])),
		errors_24h: stats['24h'].errors,
		tool_calls_24h: withAgentsCalls(state)['24h'].toolCalls,
		tool_count: listing?.tools.length ?? null,
		schema: {hash: schema.hash, state: schema.state, class: schema.class, changed_at: toTime(schema.changedAt)},
		error: health.failure && toError(health.failure),
		scorecard: scorecardJson(state.scorecard),
	};
}

const toError = ({category, transient, phase, message, hint}: NonNullable<ServerState['health']['failure']>) => ({
	category,
	transient,
	phase,
	message,
	hint,
});

const toTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** To a tenth of a millisecond. */
const round = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 10) / 10);

/** A share with four digits, rounded down so that 1 means without a gap. */
const roundShare = (share: number | null): number | null =>
	share === null ? null : Math.floor(share * 10_000) / 10_000;
