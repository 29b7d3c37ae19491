import type {ServerState} from '../../domain/fleet.ts';
import {notesOf} from '../../domain/notes.ts';
import {describeTarget, shareable} from '../../domain/shareable.ts';

const newestIncidents = 5;

/** What is known of a server, as JSON for a ticket or a chat: nothing in it is secret. */
export function describeServer(state: ServerState, now: number): string {
	const {server, health, lastCheck, stats, schema, listing} = state;
	return JSON.stringify(
		{
			name: server.name,
			transport: server.transport,
			target: describeTarget(server),
			tags: server.tags,
			used_by: server.usedBy,
			runbook_url: shareable(server).runbookUrl,
			status: server.enabled ? health.status : 'disabled',
			since: toTime(health.since),
			reasons: health.reasons,
			notes: notesOf(state, now),
			error: health.failure,
			acknowledged: state.acknowledged,
			silenced: state.silenced,
			checked_at: toTime(lastCheck?.at ?? null),
			latency_ms: lastCheck?.latencyMs ?? null,
			p95_ms: stats['1h'].p95Ms,
			uptime: {'1h': stats['1h'].uptime, '24h': stats['24h'].uptime, '7d': stats['7d'].uptime},
			errors_24h: stats['24h'].errors,
			tool_count: listing?.tools.length ?? null,
			schema: {
				state: schema.state,
				hash: schema.hash,
				class: schema.class,
				changes: schema.changes.map(({text}) => text),
			},
			incidents: state.incidents.slice(0, newestIncidents).map(({kind, startedAt, endedAt, cause}) => ({
				kind,
				started_at: toTime(startedAt),
				ended_at: toTime(endedAt),
				cause,
			})),
		},
		null,
		2,
	);
}

const toTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
