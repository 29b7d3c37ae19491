import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {commands} from '../source/commands/commands.ts';
import {flagEntries} from '../source/commands/flags.ts';
import {metrics} from '../source/report/prometheus/metrics.ts';

const read = (name: string): string => readFileSync(new URL(`../deploy/${name}`, import.meta.url), 'utf8');

const rules = read('prometheus/langsight.rules.yaml');
const dashboard = read('grafana/langsight-dashboard.json');

interface Rule {
	readonly alert: string;
	readonly expr: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly annotations: Readonly<Record<string, string>>;
}
const ruleList: readonly Rule[] = parse(rules).groups.flatMap((group: {rules: readonly Rule[]}) => group.rules);

/** Every query of the dashboard, those of its variables included. */
function queriesIn(value: unknown): readonly string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		['expr', 'query', 'definition'].includes(key) && typeof inner === 'string' ? [inner] : queriesIn(inner),
	);
}
const queries = queriesIn(JSON.parse(dashboard));

/** The names of series that metrics have. */
const names = new Set(
	metrics.flatMap(({name, type}) =>
		type === 'histogram' ? ['_bucket', '_sum', '_count'].map(suffix => name + suffix) : [name],
	),
);
const named = (expression: string): readonly string[] => expression.match(/\b(?:langsight|process|nodejs)_\w+/g) ?? [];

/** Selectors of the expression: a name and the labels that it asks for. */
const selectors = (expression: string) =>
	[...expression.matchAll(/\b((?:langsight|process|nodejs)_\w+)\{([^}]*)\}/g)].map(([, name = '', inner = '']) => ({
		name: name.replace(/_bucket$/, ''),
		labels: [...inner.matchAll(/(\w+)\s*[!=]~?\s*"/g)].map(([, label = '']) => label),
	}));

const expressions: readonly (readonly [string, string])[] = [
	...ruleList.map(({alert, expr}) => [alert, expr] as const),
	...queries.map(query => ['the dashboard', query] as const),
];

describe('what is shipped for Prometheus and Grafana', () => {
	test.each(expressions)('%s asks for metrics and labels that there are: %s', (_where, expression) => {
		expect(named(expression).filter(name => !names.has(name))).toEqual([]);
		for (const {name, labels} of selectors(expression)) {
			const known = metrics.find(metric => metric.name === name)?.labels ?? [];
			expect(
				labels.filter(label => !known.includes(label)),
				name,
			).toEqual([]);
		}
	});

	test('is looked at as a whole', () => {
		expect(ruleList.length).toBeGreaterThan(8);
		expect(queries.flatMap(named).length).toBeGreaterThan(20);
	});

	test('has alerts with a severity and a summary each', () => {
		for (const {alert, labels, annotations} of ruleList) {
			expect(labels.severity, alert).toMatch(/^(critical|warning)$/);
			expect(annotations.summary, alert).toBeTruthy();
		}
	});

	test('has panels that do not lie over each other', () => {
		const {panels} = JSON.parse(dashboard) as {
			panels: {title: string; gridPos: {x: number; y: number; w: number; h: number}}[];
		};
		const cells = panels.flatMap(({gridPos: {x, y, w, h}}) =>
			Array.from({length: w * h}, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
		);
		expect(new Set(cells).size).toBe(cells.length);
		expect(Math.max(...panels.map(({gridPos: {x, w}}) => x + w))).toBeLessThanOrEqual(24);
	});
});

describe('what is shipped to run it', () => {
	const texts = {
		'the unit': /^ExecStart=\/usr\/bin\/langsight (.+)$/m.exec(read('systemd/langsight.service'))?.[1],
		'the image': (JSON.parse(/^CMD (\[.+\])$/m.exec(read('docker/Dockerfile'))?.[1] ?? '[]') as string[]).join(' '),
	};

	test.each(Object.entries(texts))('%s starts a command with flags that there are', (_what, line = '') => {
		const [command = '', ...words] = line.split(' ');
		expect(Object.keys(commands)).toContain(command);
		const known = flagEntries.map(([, {usage}]) => `--${usage.split(' ')[0]}`);
		const flags = words.filter(word => word.startsWith('--'));
		expect(flags).toContain('--headless');
		expect(flags.filter(flag => !known.includes(flag))).toEqual([]);
	});
});
