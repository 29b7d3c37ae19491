import {expect, test} from 'vitest';
import type {Alert} from '../../source/domain/alert.ts';
import {alertsCodec, incidentsCodec} from '../../source/history/format/files.ts';
import {alertOf, noon, openIncident} from '../helpers/fleet.ts';

const whole: Alert = alertOf('github-mcp', {
	kind: 'schema_drift',
	phase: 'opened',
	details: {
		status: 'degraded',
		previousStatus: 'up',
		category: 'timeout',
		hint: 'look at it',
		durationMs: 5,
		runbookUrl: 'https://wiki/x',
		tags: ['db'],
		project: 'core',
		by: 'ann',
		reason: 'on it',
		ending: 'worsened',
		groupId: 'g',
		group: 'all on x',
		drift: {
			toolsAdded: ['a'],
			toolsRemoved: [],
			toolsModified: [{name: 'b', changes: 'Added required field draft (boolean)'}],
			previousSnapshot: noon - 1,
			currentSnapshot: null,
			diff: [{class: 'breaking', tool: 'b', kind: 'tool_modified', path: ['x'], text: 'y', before: {deep: [1]}}],
		},
		latency: {p95Ms: 4000, limitMs: 3000, trendMs: [1, 2], usualMs: null},
	},
});

const reread = (alerts: unknown): readonly Alert[] =>
	alertsCodec.decode(JSON.parse(JSON.stringify({version: 2, alerts})));

test('an alert is read as it was written', () => {
	expect(alertsCodec.decode(JSON.parse(JSON.stringify(alertsCodec.encode([whole]))))).toEqual([whole]);
});

test('one of before its phase was kept is something that was noted', () => {
	const {isSilenced, phase, about, startedAt, details, ...old} = whole;
	expect(reread([old])).toEqual([
		{...old, isSilenced: false, phase: 'noted', about: 'schema_drift', startedAt: whole.at, details: {}},
	]);
});

test.each<[what: string, details: unknown]>([
	['a text', 'x'],
	['a status that nobody knows', {status: 'splendid'}],
	['a category that nobody knows', {category: 'bad_luck'}],
	['an ending that nobody knows', {ending: 'happily'}],
	['a duration before the beginning', {durationMs: -1}],
	['drift without tools', {drift: {...whole.details.drift, toolsRemoved: undefined}}],
	['a change of no kind', {drift: {...whole.details.drift, diff: [{}]}}],
	['a snapshot at no time', {drift: {...whole.details.drift, currentSnapshot: 1e300}}],
	['a trend of words', {latency: {...whole.details.latency, trendMs: ['fast']}}],
])('details that are %s are refused', (_what, details) => {
	expect(() => reread([{...whole, details}])).toThrow(/expected shape/);
});

test('an incident keeps when it was last told, and of one of before it is when it was announced', () => {
	const incidents = [openIncident({sentAt: null, previousStatus: 'up'}), openIncident()];
	const file = {server: 'a', incidents};
	expect(incidentsCodec.decode(JSON.parse(JSON.stringify(incidentsCodec.encode(file))))).toEqual(file);
});
