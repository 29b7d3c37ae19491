// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of variables in a config
import {describe, expect, test} from 'vitest';
import type {Environment} from '../../source/config/interpolate.ts';
import {formatMistake} from '../../source/config/mistake.ts';
import {parseConfig} from '../../source/config/parse-config.ts';
import {toMetrics, usualMetrics} from '../../source/config/to-metrics.ts';
import {unsetVariables} from '../../source/config/unset-variables.ts';

const parse = (...lines: readonly string[]) =>
	parseConfig(['servers:', '  - name: a', '    command: run', ...lines].join('\n'), 'c.yaml');

function configOf(...lines: readonly string[]) {
	const parsed = parse(...lines);
	if (!('config' in parsed)) throw new Error(parsed.mistakes.map(formatMistake).join('\n'));
	return parsed.config;
}

function mistakesIn(...lines: readonly string[]): readonly string[] {
	const parsed = parse(...lines);
	return 'mistakes' in parsed ? parsed.mistakes.map(formatMistake) : [];
}

const settingsOf = (metrics: string, env: Environment = {}) => toMetrics(configOf(`metrics: ${metrics}`), env);

describe('metrics', () => {
	test('are for this machine only where nothing is said, and on where there is no screen', () => {
		expect(toMetrics(configOf(), {})).toEqual(usualMetrics);
		expect(usualMetrics).toMatchObject({enabled: null, host: '127.0.0.1', port: 9090, token: null});
	});

	test('are served as the config says', () =>
		expect(settingsOf('{enabled: true, host: "0.0.0.0", port: 9123, token: "${T}"}', {T: 'secret'})).toEqual({
			enabled: true,
			host: '0.0.0.0',
			port: 9123,
			token: 'secret',
			problem: null,
		}));

	test('take the name of a variable for the token, too', () =>
		expect(settingsOf('{token: LANGSIGHT_METRICS_TOKEN}', {LANGSIGHT_METRICS_TOKEN: 'secret'}).token).toBe('secret'));

	test.each(['127.0.0.1', '127.8.8.8', 'localhost', 'LOCALHOST', '::1', '[::1]'])(
		'need no token at %s, which only this machine reaches',
		host => expect(mistakesIn(`metrics: {host: "${host}"}`)).toEqual([]),
	);

	test.each(['0.0.0.0', '::', '[::]', '10.0.0.7', 'monitor.example.com', '127.0.0.1.example.com'])(
		'are refused at %s without one, with the line',
		host =>
			expect(mistakesIn('metrics:', '  port: 9123', `  host: "${host}"`)).toEqual([
				'c.yaml:6  metrics.host can be reached from other machines: that needs metrics.token',
			]),
	);

	test('that are switched off may stand anywhere', () =>
		expect(mistakesIn('metrics: {enabled: false, host: "0.0.0.0"}')).toEqual([]));

	test.each<[story: string, metrics: string, env: Environment, problem: string]>([
		['a token that is not set', '{token: "${T}"}', {}, 'environment variable T is not set'],
		['an address that is not set', '{host: "${H}", token: x}', {}, 'environment variable H is not set'],
		[
			'an address that a variable opens',
			'{host: "${H}"}',
			{H: '0.0.0.0'},
			'metrics.host can be reached from other machines: that needs metrics.token',
		],
		[
			'a token that a variable leaves empty',
			'{host: "0.0.0.0", token: "${T}"}',
			{T: ''},
			'metrics.host can be reached from other machines: that needs metrics.token',
		],
	])('%s keeps them from being served, and `config check` says so', (_story, metrics, env, problem) => {
		const config = configOf(`metrics: ${metrics}`);
		expect(toMetrics(config, env).problem).toBe(problem);
		expect(unsetVariables(config, env)).toEqual([{path: 'metrics', line: 4, message: `cannot be served: ${problem}`}]);
	});
});
