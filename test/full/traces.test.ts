import {spawn} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {startEverything} from '../helpers/everything.ts';
import {finish, fixture, freePort, installed, makeWorkplace, nodePath, type Workplace} from '../helpers/program.ts';

/** Nothing listens there: the server of this database lists its tools and cannot run them. */
const noDatabase = 'postgresql://127.0.0.1:1/none';
const secret = 'hunter2-of-the-arguments';

let place: Workplace;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
	place = await makeWorkplace();
});
afterEach(async () => {
	for (const clean of cleanups.splice(0).reverse()) await clean();
	await place.remove();
});

async function startFleet() {
	const [everythingPort, grpc, http] = await Promise.all([freePort(), freePort(), freePort()]);
	const everything = await startEverything('streamableHttp', everythingPort);
	cleanups.push(() => everything.kill());
	const url = `http://127.0.0.1:${everythingPort}/mcp`;
	await place.write(
		'.langsight.yaml',
		`
monitoring: {interval_seconds: 2}
metrics: {enabled: false}
otlp: {enabled: true, grpc_port: ${grpc}, http_port: ${http}}
agents: [{name: night-shift, servers: [postgres]}]
servers:
  - {name: everything, url: "${url}"}
  - {name: memory, command: ["${installed('mcp-server-memory')}"]}
  - {name: postgres, command: ["${installed('mcp-server-postgres')}", "${noDatabase}"], used_by: [cursor]}
`,
	);
	const monitor = place.start('monitor', '--headless', '--json');
	const lines: string[] = [];
	monitor.stdout?.setEncoding('utf8').on('data', text => lines.push(...text.split('\n').filter(Boolean)));
	let stderr = '';
	monitor.stderr?.setEncoding('utf8').on('data', text => {
		stderr += text;
	});
	cleanups.push(async () => {
		monitor.kill('SIGTERM');
		await finish(monitor);
	});
	await vi.waitFor(() => expect(stderr).toContain('watching 3 servers'), {timeout: 20_000});
	return {url, grpc, http, alerts: () => lines.map(line => JSON.parse(line)), stderr: () => stderr};
}

type Fleet = Awaited<ReturnType<typeof startFleet>>;

/** Runs an agent to its end; it sends its traces as it is told to. */
async function runAgent(name: string, protocol: string, {grpc, http}: Fleet, plan: readonly object[]): Promise<void> {
	const child = spawn(nodePath, [fixture('traced-agent.mjs'), name, JSON.stringify(plan)], {
		env: {
			...place.env,
			OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
			OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${protocol === 'grpc' ? grpc : http}`,
			OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
		},
	});
	expect(await finish(child)).toMatchObject({code: 0, stdout: 'done\n'});
}

const impactOf = async (server: string) => JSON.parse((await place.run('impact', server, '--json')).stdout);

const plans = {
	everything: (url: string) => ({
		url,
		calls: [
			['echo', {message: secret}],
			['get-sum', {a: 1, b: 2}],
		],
		times: 3,
	}),
	memory: {command: [installed('mcp-server-memory')], calls: [['read_graph', {}]], times: 2},
	postgres: {command: [installed('mcp-server-postgres'), noDatabase], calls: [['query', {sql: secret}]], times: 8},
};

describe('agents that are traced by the real OpenTelemetry SDK', () => {
	test('show per server, tool and agent, and their failures are told of while the checks are green', async () => {
		const fleet = await startFleet();
		await runAgent('support-agent', 'http/protobuf', fleet, [plans.everything(fleet.url), plans.memory]);
		await runAgent('billing-agent', 'http/json', fleet, [plans.everything(fleet.url)]);
		await runAgent('sql-agent', 'grpc', fleet, [plans.postgres]);

		await vi.waitFor(() => expect(fleet.alerts().map(({event}) => event)).toContain('tool_failure'), {
			timeout: 30_000,
			interval: 200,
		});
		const [alert] = fleet.alerts().filter(({event}) => event === 'tool_failure');
		expect(alert).toMatchObject({server: 'postgres', severity: 'warning'});
		expect(alert.message).toMatch(/^8 of 8 agents' calls failed in 10 min .*query by sql-agent/);
		expect(alert.affected_agents).toEqual(['cursor', 'night-shift', 'sql-agent']);

		const postgres = await impactOf('postgres');
		expect(postgres.incident).toMatchObject({kind: 'tool_failing', ended_at: null});
		expect(postgres.calls).toEqual({total: 8, failed: 8});
		expect(postgres.agents).toMatchObject([
			{agent: 'sql-agent', configured: false, calls: {total: 8, failed: 8}, tools: [{tool: 'query', failed: 8}]},
			{agent: 'cursor', configured: true, calls: {total: 0}},
			{agent: 'night-shift', configured: true, calls: {total: 0}},
		]);
		const everything = await impactOf('everything');
		expect(
			everything.agents.map(({agent, calls_24h}: {agent: string; calls_24h: object}) => [agent, calls_24h]).sort(),
		).toEqual([
			['billing-agent', {total: 6, failed: 0}],
			['support-agent', {total: 6, failed: 0}],
		]);
		expect((await impactOf('memory')).agents).toMatchObject([
			{agent: 'support-agent', calls_24h: {total: 2, failed: 0}},
		]);
		// Every check of every server was good all the while.
		expect(fleet.alerts().map(({event}) => event)).toEqual(['tool_failure']);

		for (const clean of cleanups.splice(0).reverse()) await clean();
		const kept = await impactOf('postgres');
		expect(kept.calls).toEqual({total: 8, failed: 8});
		const files = await readdir(join(place.folder, '.langsight'), {recursive: true, withFileTypes: true});
		const texts = await Promise.all(
			files.filter(file => file.isFile()).map(file => readFile(join(file.parentPath, file.name), 'utf8')),
		);
		expect(texts.join('\n')).toContain('sql-agent');
		expect(texts.join('\n') + fleet.stderr()).not.toContain(secret);
	});

	test('are not heard where a port is taken, which is said and ends nothing', async () => {
		const fleet = await startFleet();
		const other = await makeWorkplace();
		cleanups.push(other.remove);
		await other.write(
			'.langsight.yaml',
			`otlp: {enabled: true, grpc_port: ${fleet.grpc}, http_port: ${fleet.http}}\nservers: [{name: everything, url: "${fleet.url}"}]\n`,
		);
		const second = other.start('monitor', '--headless');
		cleanups.push(async () => {
			second.kill('SIGTERM');
			await finish(second);
		});
		let stderr = '';
		second.stderr?.setEncoding('utf8').on('data', text => {
			stderr += text;
		});
		await vi.waitFor(
			() =>
				expect(stderr).toMatch(
					/no traces over gRPC: port \d+ .* \(something else listens there\)[\s\S]*watching 1 server/,
				),
			{timeout: 20_000},
		);
		expect(second.exitCode).toBeNull();
	});
});
