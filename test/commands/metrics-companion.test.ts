import {once} from 'node:events';
import {createServer} from 'node:net';
import {afterEach, describe, expect, test} from 'vitest';
import type {Outside} from '../../source/commands/command.ts';
import {metricsCompanion} from '../../source/commands/companions/metrics.ts';
import type {Beside, RunningCompanion} from '../../source/commands/companions.ts';
import type {FleetParts} from '../../source/commands/fleet-parts.ts';
import type {FleetSource} from '../../source/commands/fleet-source.ts';
import {usualMetrics} from '../../source/config/to-metrics.ts';
import type {MetricsSettings} from '../../source/domain/settings.ts';
import {bad, good} from '../helpers/fake-prober.ts';
import {stdioServer} from '../helpers/fleet.ts';
import {freePort} from '../helpers/program.ts';
import {type RunningFleet, runFleet} from '../monitor/running-fleet.ts';

const running: {stop(): Promise<void>}[] = [];
afterEach(async () => {
	for (const one of running.splice(0)) await one.stop();
});

interface Stage {
	readonly fleet: RunningFleet;
	readonly companion: RunningCompanion;
	/** Troubles that the fleet was told of. */
	readonly troubles: readonly (string | null)[];
	/** Null where nothing listens. */
	get(path: string): Promise<string | null>;
}

async function start(changes: Partial<MetricsSettings>, isHeadless: boolean): Promise<Stage> {
	const metrics = {...usualMetrics, port: await freePort(), ...changes};
	const fleet = await runFleet([stdioServer('a')], {
		prepare: probers => probers.scriptFor('a', good({latencyMs: 20}), good({latencyMs: 20}), bad(), good()),
	});
	const troubles: (string | null)[] = [];
	const beside: Beside = {
		source: {metrics} as FleetSource,
		monitor: fleet.monitor,
		parts: {clock: fleet.clock, history: fleet.history} as unknown as FleetParts,
		outside: {version: '1.2.3'} as unknown as Outside,
		isHeadless,
		warn: (_about, trouble) => troubles.push(trouble),
	};
	const companion = await metricsCompanion.start(beside);
	running.push({
		async stop() {
			await companion.close();
			await fleet.monitor.stop();
		},
	});
	return {
		fleet,
		companion,
		troubles,
		get: path =>
			fetch(`http://127.0.0.1:${metrics.port}${path}`).then(
				answer => answer.text(),
				() => null,
			),
	};
}

describe('metrics are served', () => {
	test.each<[where: string, enabled: boolean | null, isHeadless: boolean, isServed: boolean]>([
		['without a screen', null, true, true],
		['not with one', null, false, false],
		['with one where the config says so', true, false, true],
	])('%s', async (_where, enabled, isHeadless, isServed) => {
		const {get, troubles} = await start({enabled}, isHeadless);
		expect(await get('/healthz')).toBe(isServed ? 'ok\n' : null);
		expect(troubles).toEqual(isServed ? [null] : []);
	});

	test('nowhere where the config says no', () => {
		const source = {metrics: {...usualMetrics, enabled: false}} as FleetSource;
		expect(metricsCompanion.settingsOf(source)).toBeNull();
	});

	test('from what the fleet goes through', async () => {
		const {fleet, get} = await start({}, true);
		await fleet.clock.advance(60_000);
		const text = (await get('/metrics')) ?? '';
		expect(text).toMatch(/^langsight_mcp_health_status\{server="a"\} 1$/m);
		expect(text).toMatch(/^langsight_mcp_errors_total\{server="a",type="connection_refused"\} 1$/m);
		const [, checks = ''] = /^langsight_mcp_checks_total\{server="a",result="good"\} (\d+)$/m.exec(text) ?? [];
		expect(Number(checks)).toBeGreaterThan(1);
		expect(JSON.parse((await get('/api/v1/fleet?filter=name:a')) ?? '').servers).toHaveLength(1);
	});

	test('until the monitor ends', async () => {
		const {companion, get} = await start({}, true);
		await companion.close();
		expect(await get('/healthz')).toBeNull();
	});
});

describe('what keeps them from being served', () => {
	test('is a warning of the fleet; the monitor goes on', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const {port} = other.address() as {port: number};
		const words = `metrics are not served: port ${port} of 127.0.0.1 is taken (metrics.port can name another)`;
		const {fleet, troubles} = await start({port}, true);
		expect(troubles).toEqual([words]);
		expect(fleet.status()).toBe('up');
		other.close();
	});

	test('can be the configuration, with the variables that are set now', async () => {
		const {troubles, get, companion} = await start({problem: 'environment variable T is not set'}, true);
		expect(troubles).toEqual(['metrics are not served: environment variable T is not set']);
		expect(await get('/healthz')).toBeNull();
		await companion.close();
		expect(troubles.at(-1)).toBeNull();
	});
});
