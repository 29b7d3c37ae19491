import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {drawAlertLog} from '../../../../source/view/panes/tabs/alert-log.ts';
import {alertOf, downState, noon, openIncident} from '../../../helpers/fleet.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const dayMs = 86_400_000;
const told = noon - 240_000;
const alerts = [
	alertOf('redis-mcp', {at: told, affects: ['cursor', 'support-agent']}),
	alertOf('github-mcp', {
		at: noon - dayMs,
		kind: 'schema_drift',
		severity: 'warning',
		message: 'drifted: delete_branch removed, create_pull_request: added required field draft (boolean)',
		isSilenced: true,
	}),
	alertOf('redis-mcp', {at: noon - 2 * dayMs, kind: 'recovery', severity: 'info', message: 'up again after 4m down'}),
];
const servers = [
	downState('redis-mcp', {
		incidents: [openIncident({announcedAt: told, acknowledgement: {at: noon, by: 'ann', reason: null}})],
	}),
];

describe('the alert log', () => {
	test('is newest first, with dates where not today, and with a rule above what was seen before', () => {
		const lines = drawAlertLog({alerts, servers, lastSeenAt: noon - dayMs - 1}, contextOf(64));
		expect(`\n${textOf(lines)}`).toBe(`
        14:18 ✖ redis-mcp down: exited with code 1 · affects
                cursor, support-agent · taken on by ann
  1 Apr 14:22 ⚠ github-mcp drifted: delete_branch removed,
                create_pull_request: added required field draft
                (boolean) · silenced
 ── ↑ new since 1 Apr 14:21 ───────────────────────────────────
 31 Mar 14:22 ● redis-mcp up again after 4m down`);
	});
	test('has the rule at its end where everything is new, and none where nothing is', () => {
		const all = textOf(drawAlertLog({alerts, servers, lastSeenAt: 0}, contextOf(64))).split('\n');
		expect(all.at(-1)).toContain('new since');
		for (const lastSeenAt of [null, noon]) {
			expect(textOf(drawAlertLog({alerts, servers, lastSeenAt}, contextOf(64)))).not.toContain('new since');
		}
	});
	test('may be empty', () => {
		expect(textOf(drawAlertLog({alerts: [], servers, lastSeenAt: noon}, contextOf(64)))).toBe(' no alerts yet');
	});
	test('keeps inside its columns', () => {
		const alert = fc
			.tuple(anyText, anyText, fc.integer({min: 0, max: noon}), fc.array(anyText, {maxLength: 3}))
			.map(([server, message, at, affects]) => alertOf(server, {message, at, affects}));
		fc.assert(
			fc.property(fc.array(alert, {maxLength: 6}), fc.nat(noon), anyContext, (all, lastSeenAt, context) => {
				const sorted = all.toSorted((a, b) => b.at - a.at);
				expectFit(drawAlertLog({alerts: sorted, servers, lastSeenAt}, context), context);
			}),
			{numRuns: 50},
		);
	});
});
