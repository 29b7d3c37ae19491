import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {exitCodes} from '../source/commands/command.ts';
import {commands} from '../source/commands/commands.ts';
import {flagEntries} from '../source/commands/flags.ts';
import {usage} from '../source/commands/usage.ts';
import {configSchema} from '../source/config/schema.ts';
import {clients} from '../source/discover/clients.ts';
import {alertFacts} from '../source/domain/alert-kinds.ts';
import {categories} from '../source/domain/categories.ts';
import {failConditions, isFailCondition} from '../source/domain/fail-on.ts';
import {statuses} from '../source/domain/health.ts';
import {queryFields} from '../source/domain/query.ts';
import {metrics} from '../source/report/prometheus/metrics.ts';
import {commands as screenCommands} from '../source/view/commands.ts';
import {keyBindings, nameOfKey} from '../source/view/keys.ts';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const readme = read('README.md');

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const code = (text: string): string => `\`${text}\``;

/** The tables of the README as the code would write them; a failing test prints the right one. */
const tables: Readonly<Record<string, readonly string[]>> = {
	categories: Object.entries(categories).map(([name, {transient, means}]) =>
		row(code(name), transient ? 'yes' : 'no', means),
	),
	clients: clients.map(({title, id, isExperimental}) =>
		row(title, code(id), isExperimental ? 'experimental' : '').replace('|  |', '| |'),
	),
	alerts: Object.entries(alertFacts).map(([name, {severity, graver, means, opens, closes}]) =>
		row(code(name), graver === null ? severity : `${severity}; ${graver}`, means, opens, closes),
	),
	keys: keyBindings
		.filter(({modes}) => modes.includes('fleet') || modes.includes('server') || modes.includes('heatmap'))
		.map(({keys, help}) => row(keys.map(key => code(nameOfKey(key))).join(' '), help)),
	'commands of the screen': screenCommands.map(({name, arguments: words, help}) =>
		row(code(`:${name} ${words}`.trim()).replaceAll('|', '\\|'), help),
	),
	'filter fields': Object.entries(queryFields).map(([name, {means}]) => row(code(name), means)),
	metrics: metrics.map(({name, type, labels, help}) => row(code(name), type, labels.map(code).join(' '), help)),
	'--fail-on': Object.entries(failConditions).map(([name, {means}]) => row(code(name), means)),
};

describe('the README tells what is', () => {
	test.each(Object.entries(tables))('its table of %s', (_name, rows) => {
		expect(readme).toContain(rows.join('\n'));
	});

	test('every status and every exit code', () => {
		for (const status of statuses) expect(readme).toContain(`| ${code(status)} |`);
		for (const exitCode of Object.values(exitCodes)) expect(readme).toMatch(new RegExp(`^\\| ${exitCode} \\|`, 'm'));
	});

	test('every flag of --help, and no other', () => {
		const known = new Set(flagEntries.map(([, {usage}]) => `--${usage.split(' ')[0]}`));
		expect(usage()).toContain('--once');
		expect(known.size).toBeGreaterThan(10);
		const named = new Set(readme.replaceAll(/npm [^\n]*/g, '').match(/(?<![\w-])--[a-z][a-z-]+/g));
		expect([...named].filter(flag => !known.has(flag))).toEqual([]);
		expect([...known].filter(flag => !named.has(flag))).toEqual([]);
	});

	test('every command of --help', () => {
		for (const name of Object.keys(commands)) expect(readme).toContain(`langsight ${name}`);
	});

	test('the configuration keys that it shows exist', () => {
		const keys = Object.keys(configSchema.shape);
		for (const [, key] of readme.matchAll(
			/`(monitoring|storage|alerts|metrics|otlp|ui|agents|security|heartbeat)\./g,
		)) {
			expect(keys).toContain(key);
		}
	});

	test('its workflow is one that runs: YAML, with commands and flags that exist', () => {
		const workflow = read('fixtures/ci/github-workflow.yaml');
		expect(readme).toContain(`<!-- workflow -->\n\`\`\`yaml\n${workflow}\`\`\``);
		const {jobs} = parse(workflow);
		const steps: readonly {readonly run?: string}[] = jobs.check.steps;
		const [line = ''] = steps.flatMap(({run}) => (run?.startsWith('langsight ') ? [run] : []));
		const known = flagEntries.map(([, {usage: how}]) => `--${how.split(' ')[0]}`);
		const flags = line.match(/--[a-z-]+/g) ?? [];
		expect(flags.length).toBeGreaterThan(3);
		for (const flag of flags) expect(known).toContain(flag);
		const conditions = /--fail-on (\S+)/.exec(line)?.[1]?.split(',') ?? [];
		expect(conditions.every(isFailCondition)).toBe(true);
	});

	test('its frame is of the screen as it is', () => {
		const frame = /<!-- frame -->\n```\n([\s\S]+?)```/.exec(readme)?.[1] ?? '';
		expect(frame).toMatch(/^ LangSight {2}/);
		for (const title of ['SERVER', 'STATUS', 'LATENCY', 'P95', 'UP 24H', 'TOOLS', 'TREND', 'NOTES'])
			expect(frame).toContain(title);
		expect(frame).toContain('─ alerts ─');
	});
});
