import type {Fleet} from '../../source/domain/fleet.ts';
import {
	alertOf,
	downState,
	failure,
	fleetOf,
	healthOf,
	httpServer,
	listingOf,
	noon,
	samplesOf,
	slowState,
	stdioServer,
	tool,
	upState,
} from '../helpers/fleet.ts';

/** A fleet in which every status and most troubles occur. */
export function sampleFleet(changes: Partial<Fleet> = {}): Fleet {
	return fleetOf(
		[
			upState('postgres-mcp', {server: stdioServer('postgres-mcp', {tags: ['team:payments', 'database']})}),
			downState('redis-mcp', {
				server: stdioServer('redis-mcp', {tags: ['team:payments', 'critical'], usedBy: ['support-agent', 'cursor']}),
				health: healthOf('down', {
					reasons: ['process_exited'],
					failure: failure({
						category: 'process_exited',
						message: 'exited with code 1: REDIS_URL refused',
						hint: 'start Redis, or correct REDIS_URL in the environment of the server',
					}),
				}),
			}),
			slowState('elasticsearch-mcp', {server: httpServer('elasticsearch-mcp', {tags: ['team:search']})}),
			upState('github-mcp', {
				server: httpServer('github-mcp', {tags: ['team:platform']}),
				health: healthOf('degraded', {reasons: ['schema_drift']}),
				listing: listingOf(Array.from({length: 26}, (_none, index) => tool(`tool_${index}`))),
				schema: {
					state: 'drifted',
					hash: 'beef',
					class: 'breaking',
					changes: [{class: 'breaking', tool: 'delete_branch', kind: 'tool_removed', path: [], text: 'removed'}],
					changedAt: noon - 60_000,
				},
			}),
			upState('slack-mcp', {
				health: healthOf('up', {
					pending: {kind: 'failing', count: 1, of: 3},
					failure: failure({category: 'timeout', message: 'no answer within 5s'}),
				}),
			}),
			downState('events-sse', {
				server: {...httpServer('events-sse'), transport: 'sse'},
				health: healthOf('stale', {
					reasons: ['stream_stalled'],
					failure: failure({category: 'stream_stalled', message: 'No events in 120s (SSE)'}),
				}),
			}),
			upState('notion-mcp', {
				health: healthOf('unknown', {
					reasons: ['auth_required'],
					failure: failure({category: 'auth_required', message: 'wants credentials (401)'}),
				}),
				samples: samplesOf([null, null]),
				listing: null,
			}),
			upState('filesystem'),
			upState('legacy-mcp', {server: stdioServer('legacy-mcp', {enabled: false})}),
		],
		{
			alerts: [
				alertOf('redis-mcp', {message: 'down: exited with code 1', affects: ['support-agent', 'cursor']}),
				alertOf('github-mcp', {
					id: 'b',
					at: noon - 20 * 60_000,
					kind: 'schema_drift',
					severity: 'warning',
					message: 'drifted: delete_branch removed',
				}),
				alertOf('slack-mcp', {
					id: 'c',
					at: noon - 26 * 3_600_000,
					kind: 'recovery',
					severity: 'info',
					message: 'up again after 4m down',
				}),
			],
			...changes,
		},
	);
}
