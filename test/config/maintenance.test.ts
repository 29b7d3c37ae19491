import {describe, expect, test} from 'vitest';
import {formatMistake} from '../../source/config/mistake.ts';
import {parseConfig} from '../../source/config/parse-config.ts';
import {toAlerting} from '../../source/config/to-alerting.ts';
import {UserError} from '../../source/domain/errors.ts';
import {matches} from '../../source/domain/match.ts';
import {parseQuery} from '../../source/domain/query.ts';
import {httpServer, upState} from '../helpers/fleet.ts';

const names = ['plain', 'with space', 'say "hi"', "it's"];
const servers = names.map(name => `  - {name: ${JSON.stringify(name)}, url: "https://x.example.com"}`).join('\n');
const parse = (window: string, more = '') =>
	parseConfig(`servers:\n${servers}\nalerts:\n${more}  maintenance:\n    - ${window}\n`, 'c.yaml');

function read(window: string, more = '', env = {}) {
	const parsed = parse(window, more);
	if ('mistakes' in parsed) throw new Error(parsed.mistakes.map(formatMistake).join('\n'));
	return toAlerting(parsed.config, env);
}

const once = 'start: "2026-05-01T22:00:00Z", end: "2026-05-02T02:00:00+02:00"';

test('a window is a time and a query', () => {
	expect(read(`{${once}, reason: upgrade}`, '  remind_after: 4h\n')).toEqual({
		remindAfterMs: 4 * 3_600_000,
		maintenance: [
			{
				query: '',
				reason: 'upgrade',
				when: {kind: 'once', from: Date.UTC(2026, 4, 1, 22), until: Date.UTC(2026, 4, 2)},
			},
		],
	});
	expect(read('{cron: "0 3 * * 0", duration: 2h, time_zone: Europe/Berlin}')).toEqual({
		remindAfterMs: null,
		maintenance: [
			{
				query: '',
				reason: null,
				when: {kind: 'repeated', cron: '0 3 * * 0', timeZone: 'Europe/Berlin', durationMs: 7_200_000},
			},
		],
	});
});

describe('it covers', () => {
	const covered = (window: string, tags: readonly string[] = []) => {
		const parsed = parseQuery(read(`{${once}, ${window}}`).maintenance[0]?.query ?? '?');
		if (!parsed.ok) throw new Error(parsed.message);
		return names.filter(name => matches(parsed.query, upState(name, {server: httpServer(name, {tags})})));
	};
	test.each<[what: string, window: string, covered: readonly string[]]>([
		['everything where nothing is said', 'reason: x', names],
		['the servers that are named, whatever their names', `servers: ${JSON.stringify(names.slice(1))}`, names.slice(1)],
		['those with one of the tags', 'tags: [db, "team:core"]', names],
		['none without them', 'tags: [web]', []],
		['what the query says', 'query: "name~a | name=plain"', ['plain', 'with space', 'say "hi"']],
		['what all of them say together', 'servers: [plain], tags: [db], query: "name~a | name~i"', ['plain']],
	])('%s', (_what, window, expected) => expect(covered(window, ['db'])).toEqual(expected));
});

test.each<[window: string, mistake: string]>([
	['{reason: x}', ' needs start and end, or cron and duration'],
	['{start: "2026-05-02T00:00:00Z", end: "2026-05-01T00:00:00Z"}', '.end must be after start'],
	[`{${once}, cron: "0 3 * * *"}`, '.cron cannot stand beside start and end'],
	['{cron: "0 3 * * *", duration: 1h, start: "2026-05-01T22:00:00Z"}', '.start cannot stand beside cron and duration'],
	[
		'{cron: "0 25 * * *", duration: 1h}',
		'.cron must be five fields of cron: minute, hour, day, month, weekday, such as "0 3 * * 0"',
	],
	['{cron: "0 0 30 2 *", duration: 1h}', '.cron names a time that never comes'],
	[
		'{cron: "0 3 * * *", duration: 1h, time_zone: Berlin}',
		'.time_zone must be a time zone such as Europe/Berlin or UTC',
	],
	[`{${once}, servers: [plain, nobody]}`, '.servers[1] is not the name of a server'],
	[`{${once}, query: "grade<=Z"}`, '.query cannot be read at column 8: grade is one of A B C D F'],
	[`{${once}, query: "status="}`, '.query is not complete'],
])('%s is a mistake, at its line', (window, mistake) => {
	const parsed = parse(window);
	expect('mistakes' in parsed && parsed.mistakes.map(formatMistake)).toEqual([
		`c.yaml:8  alerts.maintenance[0]${mistake}`,
	]);
});

test('a variable is put in, and one that is not set is an error', () => {
	const window = `{${once}, servers: ["\${WHO}"], query: "tag=\${TAG:-db}"}`;
	expect(read(window, '', {WHO: 'plain'}).maintenance[0]?.query).toBe('name=plain (tag=db)');
	expect(() => read(window)).toThrow(UserError);
	expect(() => read(window, '', {WHO: 'plain', TAG: '"'})).toThrow(/alerts\.maintenance\[0\] cannot be used/);
});
