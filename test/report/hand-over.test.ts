import {expect, test} from 'vitest';
import type {Shift} from '../../source/domain/shift.ts';
import {renderHandOver} from '../../source/report/hand-over.ts';
import {renderAlerts, renderShiftJson} from '../../source/report/shift.ts';
import {alertOf, noon, openIncident} from '../helpers/fleet.ts';

const hourMs = 3_600_000;
const shift: Shift = {
	from: noon - 8 * hourMs,
	until: noon,
	alerts: [alertOf('redis-mcp', {affects: ['cursor']}), alertOf('db', {severity: 'warning', isSilenced: true})],
	open: [
		{server: 'redis-mcp', incident: openIncident()},
		{
			server: 'github|mcp',
			incident: openIncident({
				kind: 'schema_drift',
				cause: 'delete_branch removed',
				acknowledgement: {at: noon, by: 'tess', reason: 'asked *them*'},
			}),
		},
	],
	ended: [
		{
			server: 'db',
			incident: openIncident({startedAt: noon - hourMs, endedAt: noon - hourMs + 90_000, ending: 'recovered'}),
		},
	],
	silences: [{id: 's1', query: 'tag:db', from: noon, until: noon + hourMs, reason: null, by: 'me'}],
	downtimes: [{server: 'redis-mcp', ms: 240_000, outages: 1}],
};

test('a hand-over begins with what is wrong now and who is on it, then what happened, silences and downtime', () => {
	const text = renderHandOver('prod', shift);
	const titles = ['# Hand-over: prod', '## Open now', '## Happened and ended', '## Silences that hold', '## Downtime'];
	expect(text.split('\n').filter(line => line.startsWith('#'))).toEqual(titles);
	expect(text).toMatch(
		/\| redis-mcp \| down: exited with code 1: REDIS\\_URL refused \| \S+ \S+ \(4m\) \| \*\*nobody\*\* \|/,
	);
	expect(text).toMatch(
		/\| github\\\|mcp \| schema drift: delete\\_branch removed \| .* \| tess: asked \\\*them\\\* \|/,
	);
	expect(text).toMatch(/\| db \| down: .* \| 1m \| recovery \|/);
	expect(text).toContain('| tag:db | 1h | me | – |');
	expect(text).toContain('| redis-mcp | 4m | 1 |');
});

test('a quiet shift says so in every part', () => {
	const text = renderHandOver('prod', {...shift, open: [], ended: [], silences: [], downtimes: [], alerts: []});
	expect(text).not.toContain('|');
	expect(text).toContain('Nothing is wrong.');
	expect(renderAlerts({...shift, alerts: []})).toMatch(/^no alerts since \d{4}-/);
});

test('alerts are lines with local times, or JSON', () => {
	const [first, second] = renderAlerts(shift).split('\n');
	expect(first).toMatch(
		/^\d{4}-\d\d-\d\d \d\d:\d\d {2}CRITICAL {2}redis-mcp {2}down: exited with code 1 \(affects cursor\)$/,
	);
	expect(second).toMatch(/WARNING {3}db {9}.*\(silenced\)$/);
	const json = JSON.parse(renderShiftJson(shift));
	expect(json).toMatchObject({
		version: 1,
		until: new Date(noon).toISOString(),
		alerts: [{server: 'redis-mcp', silenced: false}, {silenced: true}],
		open: [{acknowledged: null}, {acknowledged: {by: 'tess'}}],
		ended: [{ending: 'recovered'}],
		downtime: [{server: 'redis-mcp', seconds: 240, outages: 1}],
	});
});
