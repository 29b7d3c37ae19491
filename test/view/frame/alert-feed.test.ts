import {expect, test} from 'vitest';
import type {Alert} from '../../../source/domain/alert.ts';
import {maintainer} from '../../../source/domain/silence.ts';
import {countFeedRows, drawAlertFeed} from '../../../source/view/frame/alert-feed.ts';
import {drawAttention} from '../../../source/view/frame/attention.ts';
import {drawHeader} from '../../../source/view/frame/header.ts';
import {alertOf, downState, fleetOf, noon, upState} from '../../helpers/fleet.ts';
import {contextOf, textOf} from '../charts/drawing.ts';

const {look} = contextOf(100);
const feed = (alerts: readonly Alert[], lines = 8): readonly string[] =>
	textOf(drawAlertFeed(alerts, 35, lines, noon, 100, look))
		.split('\n')
		.slice(1)
		.map(line => line.replaceAll(/\d\d:\d\d/g, 'hh:mm').trimEnd());
const grouped = (server: string, changes: Partial<Alert> = {}, groupId = 'g'): Alert =>
	alertOf(server, {details: {groupId, group: 'all on mcp.internal'}, affects: ['cursor'], ...changes});

test('alerts of one group are one line, where its newest one stands', () => {
	expect(feed([grouped('c'), alertOf('other'), grouped('b'), grouped('a')])).toEqual([
		' hh:mm ✖ 3 of 35 down, all on mcp.internal: a, b, c · affects cursor',
		' hh:mm ✖ other down: exited with code 1',
	]);
});

test('an alert that is alone in its group is told as any other', () => {
	expect(feed([grouped('a')])).toEqual([' hh:mm ✖ a down: exited with code 1 · affects cursor']);
});

test('what comes behind the last line still counts in its group', () => {
	expect(feed([grouped('c'), alertOf('x'), alertOf('y'), grouped('b')], 3)).toEqual([
		' hh:mm ✖ 2 of 35 down, all on mcp.internal: b, c · affects cursor',
		' hh:mm ✖ x down: exited with code 1',
	]);
});

test('each phase has its sign, and a silence its word', () => {
	const severity = 'info' as const;
	expect(
		feed([
			alertOf('a', {kind: 'recovery', phase: 'closed', severity, message: 'up again after 4m down'}),
			alertOf('b', {phase: 'closed', severity, message: 'down closed after 4m: the server is disabled'}),
			alertOf('c', {phase: 'acknowledged', severity, message: 'down acknowledged by ann'}),
			alertOf('d', {phase: 'reminded', message: 'still down after 4h: timeout'}),
			alertOf('e', {isSilenced: true}),
		]),
	).toEqual([
		' hh:mm ● a up again after 4m down',
		' hh:mm – b down closed after 4m: the server is disabled',
		' hh:mm ◆ c down acknowledged by ann',
		' hh:mm ✖ d still down after 4h: timeout',
		' hh:mm ✖ e down: exited with code 1 · silenced',
	]);
});

test('the header says until when nobody is paged and for how many servers, where that is planned', () => {
	const silence = {id: 'm1', query: '', from: noon, until: noon + 600_000, reason: null, by: maintainer};
	const header = (silences: readonly (typeof silence)[]) =>
		textOf([drawHeader({fleet: fleetOf([upState('a'), upState('b')], {silences}), at: noon}, false, noon, 120, look)]);
	expect(header([silence])).toMatch(/ {2}maintenance until \d\d:32/);
	expect(header([{...silence, query: 'name=b'}])).toMatch(/ 1 in maintenance until/);
	expect(header([{...silence, by: 'ann'}])).not.toContain('maintenance');
	expect(header([{...silence, until: noon}])).not.toContain('maintenance');
});

test('alerts of one group ask for one line', () => {
	expect(countFeedRows([grouped('c'), alertOf('x'), grouped('b')], 10)).toBe(2);
	expect(countFeedRows([alertOf('x'), alertOf('y'), alertOf('z')], 2)).toBe(2);
});

test('what is silenced needs attention only after the rest', () => {
	const planned = downState('planned', {silenced: true});
	const text = textOf([drawAttention(fleetOf([planned, downState('sudden')]), noon, 120, look)]);
	expect(text.indexOf('sudden')).toBeGreaterThan(0);
	expect(text.indexOf('sudden')).toBeLessThan(text.indexOf('planned'));
});
