import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {startEverything} from '../helpers/everything.ts';
import {fixture, freePort, makeWorkplace, type Workplace} from '../helpers/program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const hasPrometheus = has('promtool') && has('prometheus');
const reason = hasPrometheus ? '' : ' (skipped: promtool and prometheus are not installed)';

const rulesFile = join(root, 'deploy/prometheus/langsight.rules.yaml');
const hostile = 'a"} 1\\n{x="\\\\ 名前';
const token = 'a-token-of-the-test';

/** What promtool says, and whether it is content. */
function promtool(args: readonly string[], input?: string) {
	const {status, stdout, stderr} = spawnSync('promtool', args, {cwd: root, encoding: 'utf8', input});
	return {status, said: `${stdout}${stderr}`};
}

describe.skipIf(!hasPrometheus)(`with the real promtool and Prometheus${reason}`, () => {
	let place: Workplace;
	let server: ChildProcess;
	let monitor: ChildProcess;
	let prometheus: ChildProcess;
	let serverPort = 0;
	let monitorPort = 0;
	let prometheusPort = 0;

	beforeAll(async () => {
		place = await makeWorkplace();
		[serverPort, monitorPort, prometheusPort] = [await freePort(), await freePort(), await freePort()];
		server = await startEverything('streamableHttp', serverPort);
		await place.write(
			'.langsight.yaml',
			JSON.stringify({
				monitoring: {interval_seconds: 1, confirm_interval_seconds: 0.5},
				metrics: {port: monitorPort, token},
				servers: [
					{name: 'everything', url: `http://127.0.0.1:${serverPort}/mcp`, tags: ['critical']},
					{name: hostile, command: ['node', fixture('stdio-server.mjs')], project: 'one "two" \\ three'},
					{name: 'never', command: ['node', '-e', 'process.exit(3)']},
				],
			}),
		);
		monitor = place.start('monitor', '--headless');
		monitor.stdout?.resume();
		monitor.stderr?.resume();
		await vi.waitFor(async () => expect((await get('/readyz')).status).toBe(200), {timeout: 20_000, interval: 100});
		prometheus = await startPrometheus();
	}, 60_000);

	afterAll(async () => {
		for (const child of [prometheus, monitor, server]) {
			if (!child || child.exitCode !== null || child.signalCode !== null) continue;
			const ended = once(child, 'exit');
			child.kill(child === server ? 'SIGKILL' : 'SIGTERM');
			await ended;
		}
		await place.remove();
	}, 30_000);

	const get = (path: string) =>
		fetch(`http://127.0.0.1:${monitorPort}${path}`, {headers: {authorization: `Bearer ${token}`}});

	const metricsNow = async () => (await get('/metrics')).text();

	/** The shipped rules without their patience, in a Prometheus that looks every second. */
	async function startPrometheus(): Promise<ChildProcess> {
		const rules = (await readFile(rulesFile, 'utf8')).replaceAll(/^( +)for: \w+$/gm, '$1for: 1s');
		await place.write('langsight.rules.yaml', rules);
		const config = await place.write(
			'prometheus.yaml',
			`global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [langsight.rules.yaml]
scrape_configs:
  - job_name: langsight
    authorization: {credentials: ${token}}
    static_configs: [{targets: ["127.0.0.1:${monitorPort}"]}]
`,
		);
		const child = spawn(
			'prometheus',
			[
				`--config.file=${config}`,
				`--storage.tsdb.path=${join(place.folder, 'tsdb')}`,
				`--web.listen-address=127.0.0.1:${prometheusPort}`,
			],
			{stdio: 'ignore'},
		);
		await vi.waitFor(async () => expect((await ask('/-/ready')).ok).toBe(true), {timeout: 30_000, interval: 100});
		return child;
	}

	const ask = (path: string) => fetch(`http://127.0.0.1:${prometheusPort}${path}`);

	/** The values of a query, by the label `server`. */
	async function query(expression: string): Promise<Readonly<Record<string, string>>> {
		const answer = await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`);
		const {data} = (await answer.json()) as {
			data: {result: {metric: {server?: string}; value: [number, string]}[]};
		};
		return Object.fromEntries(data.result.map(({metric, value}) => [metric.server ?? '', value[1]]));
	}

	/** The alerts that fire, such as `McpServerDown everything`. */
	async function firing(): Promise<readonly string[]> {
		const {data} = (await (await ask('/api/v1/alerts')).json()) as {
			data: {alerts: {state: string; labels: Readonly<Record<string, string>>}[]};
		};
		return data.alerts
			.filter(({state}) => state === 'firing')
			.map(({labels}) => `${labels.alertname} ${labels.server ?? ''}`.trim());
	}

	const soon = {timeout: 30_000, interval: 200};

	test('promtool is content with the metrics of a fleet in which much is wrong', async () => {
		await vi.waitFor(async () => expect(await metricsNow()).toMatch(/errors_total\{server="never"/), soon);
		expect(promtool(['check', 'metrics'], await metricsNow())).toEqual({status: 0, said: ''});
	});

	test('promtool is content with the shipped rules, and they say what they should', () => {
		expect(promtool(['check', 'rules', rulesFile])).toMatchObject({status: 0});
		expect(promtool(['check', 'config', join(root, 'deploy/prometheus/prometheus.yaml')])).toMatchObject({status: 0});
		expect(promtool(['test', 'rules', fixture('prometheus/rules.test.yaml')])).toMatchObject({status: 0});
	});

	test('Prometheus reads what LangSight shows, whatever servers are called', async () => {
		await vi.waitFor(
			async () =>
				expect(await query('langsight_mcp_health_status')).toEqual({everything: '1', [hostile]: '1', never: '0'}),
			soon,
		);
		const tools = await query('langsight_mcp_tool_count');
		expect(Number(tools.everything)).toBeGreaterThan(3);
		expect(tools[hostile]).toBe('2');
	});

	test('the shipped rule fires when a server dies, and ends when it answers again', async () => {
		expect(await firing()).not.toContain('McpServerDown everything');
		server.kill('SIGKILL');
		await vi.waitFor(async () => expect(await firing()).toContain('McpServerDown everything'), soon);
		expect(await query('langsight_mcp_errors_total{type="connection_refused"} > 2')).toHaveProperty('everything');
		server = await startEverything('streamableHttp', serverPort);
		await vi.waitFor(async () => expect(await firing()).not.toContain('McpServerDown everything'), soon);
		expect(await query('langsight_mcp_reconnects_total >= 1')).toHaveProperty('everything');
	}, 90_000);

	test('a rule fires when the monitor itself is gone', async () => {
		expect(await firing()).not.toContain('LangSightAbsent');
		monitor.kill('SIGTERM');
		await vi.waitFor(async () => expect(await firing()).toContain('LangSightAbsent'), soon);
	}, 60_000);
});
