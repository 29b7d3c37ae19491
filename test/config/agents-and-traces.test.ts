import {describe, expect, test} from 'vitest';
import {parseConfig} from '../../source/config/parse-config.ts';
import {toOtlp} from '../../source/config/to-otlp.ts';
import {toServers} from '../../source/config/to-servers.ts';

const servers = 'servers:\n  - {name: a, command: run, used_by: [cursor]}\n  - {name: b, command: run}\n';

function configOf(text: string) {
	const parsed = parseConfig(`${servers}${text}`, 'c.yaml');
	if ('config' in parsed) return parsed.config;
	throw new Error(`${parsed.mistakes.length} mistakes`);
}

function mistakesIn(text: string): string[] {
	const parsed = parseConfig(`${servers}${text}`, 'c.yaml');
	return 'config' in parsed ? [] : parsed.mistakes.map(({path, line, message}) => `${line} ${path} ${message}`);
}

describe('agents:', () => {
	test('stand beside those that the servers name, each once', () => {
		const config = configOf(
			`agents:\n  - {name: support, servers: [a, b]}\n  - {name: cursor, servers: [a]}\n  - {name: "\${WHO}", servers: [b]}\n`,
		);
		const found = toServers(config, {WHO: 'night shift'}).map(({name, usedBy}) => [name, usedBy]);
		expect(found).toEqual([
			['a', ['cursor', 'support']],
			['b', ['support', 'night shift']],
		]);
	});

	test('of servers that there are not are a mistake', () => {
		expect(mistakesIn('agents:\n  - {name: support, servers: [a, c]}\n')).toEqual([
			'5 agents[0].servers[1] is not the name of a server',
		]);
	});
});

describe('otlp:', () => {
	test.each<[text: string, isAsked: boolean, settings: object | null]>([
		['', false, null],
		['', true, {host: null, grpcPort: 4317, httpPort: 4318}],
		['otlp: {enabled: true}\n', false, {host: null, grpcPort: 4317, httpPort: 4318}],
		['otlp: {enabled: false}\n', false, null],
		['otlp: {enabled: false, grpc_port: 5000}\n', true, {host: null, grpcPort: 5000, httpPort: 4318}],
		['otlp: {enabled: true, host: 0.0.0.0, http_port: 1}\n', false, {host: '0.0.0.0', grpcPort: 4317, httpPort: 1}],
	])('%j, with --otlp: %j', (text, isAsked, settings) => {
		expect(toOtlp(configOf(text), isAsked)).toEqual(settings);
	});

	test('with one port for two is a mistake', () => {
		expect(mistakesIn('otlp: {grpc_port: 4318}\n')).toEqual([
			'4 otlp must have two ports: gRPC and HTTP cannot share one',
		]);
	});
});
