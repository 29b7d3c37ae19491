import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {startHttpFixture} from '../../fixtures/http-server.mjs';
import {freePort, makeWorkplace, type Workplace} from '../helpers/program.ts';

const program = 'prometheus-alertmanager';
const isInstalled = spawnSync(program, ['--version']).status === 0;
const title = 'a real Alertmanager shows that a server died, goes on showing it, and shows that it is back';

let place: Workplace;
const children: ChildProcess[] = [];
beforeAll(async () => {
	place = await makeWorkplace();
});
afterAll(async () => {
	for (const child of children) {
		if (child.exitCode !== null || child.signalCode !== null) continue;
		child.kill();
		await once(child, 'exit');
	}
	await place.remove();
});

/** An Alertmanager that would take an alert for over after a few seconds of silence. */
async function startAlertmanager(): Promise<string> {
	const port = await freePort();
	const config = await place.write(
		'alertmanager.yml',
		'global: {resolve_timeout: 5s}\nroute: {receiver: nobody, group_wait: 1s}\nreceivers: [{name: nobody}]\n',
	);
	const flags = [
		`--config.file=${config}`,
		`--storage.path=${join(place.folder, 'alertmanager')}`,
		`--web.listen-address=127.0.0.1:${port}`,
		'--cluster.listen-address=',
	];
	children.push(spawn(program, flags, {stdio: 'ignore'}));
	const url = `http://127.0.0.1:${port}`;
	await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).ok).toBe(true), {timeout: 20_000, interval: 100});
	return url;
}

interface Shown {
	readonly labels: Readonly<Record<string, string>>;
	readonly annotations: Readonly<Record<string, string>>;
	readonly startsAt: string;
}

const shownBy = async (url: string) => (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly Shown[];

test.skipIf(!isInstalled)(isInstalled ? title : `${title} (${program} is not installed)`, async () => {
	const url = await startAlertmanager();
	const server = await startHttpFixture();
	await place.write(
		'.langsight.yaml',
		`monitoring: {interval_seconds: 1, confirm_interval_seconds: 0.1}
servers:
  - {name: watched, url: "http://127.0.0.1:${server.port}/streamable", tags: ["team:core"], used_by: [cursor]}
alerts:
  channels:
    - {type: alertmanager, url: "${url}"}
`,
	);
	const monitor = place.start('monitor', '--headless');
	children.push(monitor);
	await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(3), {timeout: 20_000});
	await server.kill();
	const [shown] = await vi.waitFor(
		async () => {
			const alerts = await shownBy(url);
			expect(alerts).toHaveLength(1);
			return alerts;
		},
		{timeout: 20_000, interval: 100},
	);
	expect(shown?.labels).toMatchObject({
		alertname: 'LangSightDown',
		server: 'watched',
		severity: 'critical',
		kind: 'down',
	});
	expect(shown?.annotations.affects).toBe('cursor');
	// Longer than Alertmanager itself would believe it, and over a restart of the monitor.
	await new Promise(resolve => setTimeout(resolve, 8000));
	expect(await shownBy(url)).toHaveLength(1);
	monitor.kill('SIGKILL');
	await once(monitor, 'exit');
	children.push(place.start('monitor', '--headless'));
	const revived = await startHttpFixture({port: server.port});
	await vi.waitFor(async () => expect(await shownBy(url)).toHaveLength(0), {timeout: 30_000, interval: 100});
	await revived.kill();
});
