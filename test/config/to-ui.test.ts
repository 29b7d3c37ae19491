// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of variables in a config
import {describe, expect, test} from 'vitest';
import type {Environment} from '../../source/config/interpolate.ts';
import {formatMistake} from '../../source/config/mistake.ts';
import {parseConfig} from '../../source/config/parse-config.ts';
import {toUi} from '../../source/config/to-ui.ts';
import {columnNames} from '../../source/domain/columns.ts';
import {orderings} from '../../source/domain/select.ts';
import {usualUi} from '../../source/domain/ui.ts';

const parse = (lines: readonly string[]) =>
	parseConfig(
		['servers:', '  - name: a', '    command: run', 'ui:', ...lines.map(line => `  ${line}`)].join('\n'),
		'c.yaml',
	);

function mistakesIn(...lines: readonly string[]): readonly string[] {
	const parsed = parse(lines);
	return 'mistakes' in parsed ? parsed.mistakes.map(formatMistake) : [];
}

function uiOf(lines: readonly string[], env: Environment = {}) {
	const parsed = parse(lines);
	if (!('config' in parsed)) throw new Error(parsed.mistakes.map(formatMistake).join('\n'));
	return toUi(parsed.config, env);
}

describe('the screen opens as the config says', () => {
	test('in everything', () => {
		expect(
			uiOf([
				'theme: light',
				'columns: [status, p95, notes]',
				'order: latency desc',
				'group_by: "tag:team"',
				'filter: "status!=up | tag:critical"',
				'bell: true',
				'mouse: true',
			]),
		).toEqual({
			theme: 'light',
			columns: ['status', 'p95', 'notes'],
			order: {by: 'latency', isDescending: true},
			groupBy: 'tag:team',
			filter: 'status!=up | tag:critical',
			bell: true,
			mouse: true,
		});
	});
	test('or as usual, where it says nothing', () => expect(uiOf([])).toEqual(usualUi));
	test.each(orderings)('ordered by %s, either way', by => {
		expect(uiOf([`order: ${by}`]).order).toEqual({by, isDescending: false});
		expect(uiOf([`order: ${by} asc`]).order).toEqual({by, isDescending: false});
		expect(uiOf([`order: ${by} desc`]).order).toEqual({by, isDescending: true});
	});
	test('with all the columns that there are', () => {
		expect(uiOf([`columns: [${columnNames.join(', ')}]`]).columns).toEqual(columnNames);
	});
	test('with variables put in', () => {
		const {filter, groupBy} = uiOf(['filter: "tag:${WHAT:-critical}"', 'group_by: "tag:${BY}"'], {BY: 'team'});
		expect([filter, groupBy]).toEqual(['tag:critical', 'tag:team']);
	});
	test('with nothing filtered by what is only half typed', () =>
		expect(uiOf(['filter: "status="']).filter).toBe('status='));
});

describe('a mistake is told with its place and what would be right', () => {
	const columns = 'name, status, latency, p95, uptime, tools, grade, trend or notes';
	const orders = 'status, name, latency, p95, uptime, tools, grade or config, and may end with " desc"';
	test.each<[line: string, mistake: string]>([
		['theme: solarized', 'c.yaml:5  ui.theme must be auto, dark, light or mono'],
		['theme: drak', 'c.yaml:5  ui.theme must be auto, dark, light or mono (did you mean dark?)'],
		['columns: status', 'c.yaml:5  ui.columns must be a list of columns'],
		['columns: [status, latancy]', `c.yaml:5  ui.columns[1] must be ${columns} (did you mean latency?)`],
		['columns: [status, p95, status]', 'c.yaml:5  ui.columns[2] is in the list twice'],
		['order: trend', `c.yaml:5  ui.order must be ${orders}`],
		['order: latency down', `c.yaml:5  ui.order must be ${orders} (did you mean latency desc?)`],
		['order: uptme', `c.yaml:5  ui.order must be ${orders} (did you mean uptime?)`],
		['group_by: team', 'c.yaml:5  ui.group_by must be project, status, transport or tag:KEY, such as tag:team'],
		[
			'filter: "tag:a status=broken"',
			'c.yaml:5  ui.filter cannot be read at column 14: status is one of down stale degraded unknown up',
		],
		[
			'filter: "latency>slow"',
			'c.yaml:5  ui.filter cannot be read at column 9: latency is compared with a number, not slow',
		],
		['filter: "up)"', 'c.yaml:5  ui.filter cannot be read at column 3: this ) closes nothing'],
		['bell: yes', 'c.yaml:5  ui.bell must be true or false (write true)'],
		['mouse: 1', 'c.yaml:5  ui.mouse must be true or false'],
		['colour: red', 'c.yaml:5  ui.colour is not a known key'],
	])('%s', (line, mistake) => {
		const [found, ...others] = mistakesIn(line);
		expect(others).toEqual([]);
		expect(found).toBe(mistake);
	});

	test('also when it comes from a variable', () => {
		expect(() => uiOf(['filter: "${WHAT}"'])).toThrow(
			'c.yaml: ui.filter cannot be used: environment variable WHAT is not set',
		);
		expect(() => uiOf(['filter: "tag:a ${WHAT}"'], {WHAT: 'uptime<low'})).toThrow(
			'c.yaml: ui.filter cannot be read at column 14: uptime is compared with a number, not low',
		);
		expect(() => uiOf(['group_by: "${BY}"'], {BY: 'team'})).toThrow('c.yaml: ui.group_by must be project, status');
	});
});
