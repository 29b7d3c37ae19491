import {describe, expect, test} from 'vitest';
import {type FailCondition, failsOn, isFailCondition} from '../../source/domain/fail-on.ts';
import type {ServerState} from '../../source/domain/fleet.ts';
import type {Grade} from '../../source/domain/grade.ts';
import {issuesOf} from '../../source/domain/issues.ts';
import {notesOf} from '../../source/domain/notes.ts';
import {unknownSchema} from '../../source/domain/snapshot.ts';
import {emptyStats} from '../../source/domain/stats.ts';
import {
	downState,
	failure,
	healthOf,
	httpServer,
	noon,
	slowState,
	stdioServer,
	unknownState,
	upState,
} from '../helpers/fleet.ts';
import {scorecardWith} from '../helpers/scorecard.ts';

const drift = (changeClass: 'breaking' | 'suspicious' | 'compatible') => ({
	...unknownSchema,
	state: 'drifted' as const,
	hash: 'b',
	class: changeClass,
	changes: [{class: changeClass, tool: 'delete_branch', kind: 'tool_removed' as const, path: [], text: 'removed'}],
});
const locked = unknownState('locked', {
	health: healthOf('unknown', {
		wasUp: false,
		reasons: ['auth_required'],
		failure: failure({category: 'auth_required', message: 'the server wants credentials'}),
	}),
});

describe('a note says', () => {
	test.each<[what: string, state: ServerState, notes: string[]]>([
		['that all is well', upState('a'), ['schema unchanged']],
		[
			'that there is nothing to compare with yet',
			upState('a', {schema: {...unknownSchema, state: 'new'}}),
			['first schema snapshot'],
		],
		['why it is down', downState('a'), ['exited with code 1: REDIS_URL refused']],
		['what is slow', slowState('a'), ['latency > 3000ms threshold']],
		[
			'what has drifted',
			upState('a', {health: healthOf('degraded', {reasons: ['schema_drift']}), schema: drift('breaking')}),
			['schema drifted: delete_branch removed'],
		],
		[
			'what has changed without harm',
			upState('a', {schema: drift('compatible')}),
			['schema changed: delete_branch removed'],
		],
		[
			'what is not confirmed',
			upState('a', {health: healthOf('up', {pending: {kind: 'failing', count: 1, of: 3}, failure: failure()})}),
			['pending 1/3: connection refused', 'schema unchanged'],
		],
		[
			'how far it has recovered',
			downState('a', {
				health: healthOf('down', {
					reasons: ['timeout'],
					pending: {kind: 'recovering', count: 1, of: 2},
					failure: failure(),
				}),
			}),
			['recovering 1/2', 'connection refused'],
		],
		['that it was not looked at', unknownState('a'), ['not checked yet']],
		[
			'since when nobody looked',
			unknownState('a', {
				health: healthOf('unknown', {reasons: ['not_checked']}),
				lastCheck: {at: noon - 3_600_000, latencyMs: 4, connectMs: null, notes: []},
			}),
			['last check 1h ago'],
		],
		['that it wants credentials', locked, ['the server wants credentials']],
		[
			'that they have ended',
			downState('a', {
				health: healthOf('down', {
					reasons: ['auth_required'],
					failure: failure({category: 'auth_required', message: 'authentication required'}),
				}),
			}),
			['credentials expired or revoked'],
		],
		['that it is switched off', unknownState('a', {server: stdioServer('a', {enabled: false})}), ['disabled']],
		[
			'what is odd about the server',
			upState('a', {
				lastCheck: {at: noon, latencyMs: 1, connectMs: null, notes: ['2 lines on stdout are not JSON-RPC']},
			}),
			['2 lines on stdout are not JSON-RPC', 'schema unchanged'],
		],
	])('%s', (_what, state, notes) => expect(notesOf(state, noon)).toEqual(notes));
});

describe('issues', () => {
	test('come gravest first, else in the order of the configuration', () => {
		const states = [
			upState('fine'),
			upState('grown', {schema: drift('compatible')}),
			slowState('slow'),
			downState('down'),
			locked,
			slowState('crawling', {health: healthOf('degraded', {reasons: ['slow'], isCriticallySlow: true})}),
			downState('off', {server: stdioServer('off', {enabled: false})}),
		];
		expect(issuesOf(states, noon).map(({severity, server}) => `${severity} ${server}`)).toEqual([
			'critical down',
			'critical crawling',
			'warning slow',
			'warning locked',
			'info grown',
		]);
	});

	test('name the figure that is over the limit', () => {
		const [byP99] = issuesOf([slowState('a')], noon);
		expect(byP99?.message).toBe('p99 latency 4,821ms (threshold: 3,000ms)');
		const [byLast] = issuesOf([slowState('a', {stats: emptyStats})], noon);
		expect(byLast?.message).toBe('latency 4,821ms (threshold: 3,000ms)');
	});

	test.each([
		['http://localhost:6379/mcp', '6379'],
		['https://example.com/mcp', '443'],
		['http://example.com', '80'],
		['http://[::1]:8080/', '8080'],
		['https://user:pass@example.com:9443/mcp', '9443'],
		['https://[::1]/mcp?x=1:2', '443'],
	])('name the port that refused: %s', (url, port) => {
		const health = healthOf('down', {
			reasons: ['connection_refused'],
			failure: failure({message: 'Connection refused'}),
		});
		const [issue] = issuesOf([downState('a', {server: httpServer('a', {url}), health})], noon);
		expect(issue?.message).toBe(`Connection refused (port ${port})`);
	});
});

describe('a headless check fails on', () => {
	const breaking = upState('b', {health: healthOf('degraded', {reasons: ['schema_drift']}), schema: drift('breaking')});
	const stale = upState('s', {health: healthOf('stale', {reasons: ['stream_stalled']})});
	const grown = upState('g', {schema: drift('compatible')});
	const graded = (grade: Grade | null) => upState('r', {scorecard: scorecardWith(grade)});
	const all = {
		...{down: downState('d'), stale, degraded: slowState('l'), drift: grown, breaking, auth: locked},
		...{B: graded('B'), C: graded('C'), F: graded('F'), ungraded: graded(null)},
	};

	test.each<[condition: FailCondition, fails: string[]]>([
		['down', ['down']],
		['stale', ['stale']],
		['degraded', ['degraded', 'breaking']],
		['drift', ['drift', 'breaking']],
		['breaking', ['breaking']],
		['auth', ['auth']],
		['grade:A', ['B', 'C', 'F']],
		['grade:C', ['C', 'F']],
		['grade:d', ['F']],
		['grade:F', ['F']],
		['never', []],
	])('%s', (condition, fails) => {
		const found = Object.entries(all).filter(([, state]) => failsOn([condition], [upState('a'), state]));
		expect(found.map(([name]) => name)).toEqual(fails);
	});

	test('no condition that it does not know', () => {
		const words = ['grade:C', 'grade:c', 'grade:E', 'grade:X', 'grade:', 'grade', 'grade:CC', 'toString', 'down'];
		expect(words.filter(isFailCondition)).toEqual(['grade:C', 'grade:c', 'down']);
	});

	test('nothing of what is switched off', () => {
		expect(failsOn(['down'], [downState('a', {server: stdioServer('a', {enabled: false})})])).toBe(false);
	});
});
