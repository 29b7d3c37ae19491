import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {startHttpFixture} from '../../fixtures/http-server.mjs';
import {makeWorkplace} from '../helpers/program.ts';
import {startSink} from '../helpers/sink.ts';

const kills = 24;
/** Each goes and comes back once and goes again: what changes oftener flaps, and is told less of. */
const hosts = 8;

test('every alert arrives, in order, though the sink fails, stalls and goes away and the monitor is killed', async () => {
	const place = await makeWorkplace();
	const script = [200, 500, 200, 429, 503, 200, 200, null, 200];
	const scripted = (count: number) => {
		const status = script[count % script.length]!;
		return status === null ? null : {status, ...(status === 429 && {headers: {'retry-after': '1'}})};
	};
	const sink = await startSink(scripted);
	const servers = await Promise.all(Array.from({length: hosts}, () => startHttpFixture()));
	const entries = servers.flatMap(({port}, index) => [
		`  - {name: http-${index}, url: "http://127.0.0.1:${port}/streamable"}`,
		`  - {name: sse-${index}, url: "http://127.0.0.1:${port}/sse", transport: sse}`,
	]);
	await place.write(
		'.langsight.yaml',
		`monitoring: {interval_seconds: 1, timeout_seconds: 1, confirm_interval_seconds: 0.1, consecutive_failures_before_down: 2}
servers:
${entries.join('\n')}
alerts:
  channels:
    - {type: webhook, url: "${sink.url}"}
`,
	);
	const log = async (): Promise<readonly Logged[]> =>
		JSON.parse(await readFile(join(place.folder, '.langsight', 'alerts.json'), 'utf8').catch(() => '{"alerts":[]}'))
			.alerts;
	let monitor: ChildProcess = place.start('monitor', '--headless');
	onTestFinished(() => void monitor.kill());
	for (let kill = 0; kill < kills; kill++) {
		const known = (await log()).length;
		const host = kill % hosts;
		const {port} = servers[host]!;
		if (Math.floor(kill / hosts) % 2 === 0) await servers[host]!.kill();
		else servers[host] = await startHttpFixture({port});
		if (kill === 8) await sink.close();
		if (kill === 16) await sink.open();
		// Half of the kills come about when an alert is raised, the others at any time.
		const isSoon = kill % 4 < 2;
		if (isSoon)
			await vi
				.waitFor(async () => expect((await log()).length).toBeGreaterThan(known), {timeout: 5000, interval: 2})
				// A change that the last kill hid may have been taken back, so that there is nothing to tell.
				.catch(() => {});
		await new Promise(resolve => setTimeout(resolve, Math.random() * (isSoon ? 30 : 1000)));
		monitor.kill('SIGKILL');
		await once(monitor, 'exit');
		monitor = place.start('monitor', '--headless');
	}
	sink.answer(() => ({status: 200}));
	await vi.waitFor(
		async () => {
			const logged = (await log()).toReversed();
			// In the end all of them are down; what came and went between two kills need not have been seen.
			const down = logged.filter(({about, phase}) => about === 'down' && phase === 'opened');
			expect(new Set(down.map(({server}) => server)).size).toBe(2 * hosts);
			const arrived = firstOf(sink.accepted() as readonly unknown[] as readonly Arrived[]);
			const known = new Set(logged.map(({id}) => id));
			const ids = new Set(arrived.map(({id}) => id));
			expect(arrived.map(({id}) => id).filter(id => known.has(id))).toEqual(
				logged.map(({id}) => id).filter(id => ids.has(id)),
			);
			expect(logged.filter(alert => !ids.has(alert.id) && !isRepeatedEnd(alert, arrived))).toEqual([]);
		},
		{timeout: 120_000, interval: 500},
	);
	const open = new Set<unknown>();
	for (const {dedup_key: key, phase} of sink.accepted()) {
		if (phase === 'opened') open.add(key);
		if (phase === 'closed') expect(open).toContain(key);
	}
	monitor.kill('SIGTERM');
	await once(monitor, 'exit');
	const outbox = JSON.parse(await readFile(join(place.folder, '.langsight', 'outbox.json'), 'utf8'));
	expect(outbox.boxes[0]).toMatchObject({queue: [], dead: []});
	await sink.close();
	for (const server of servers) await server.kill();
	await place.remove();
});

interface Logged {
	readonly id: string;
	readonly at: number;
	readonly server: string;
	readonly about: string;
	readonly phase: string;
}

interface Arrived {
	readonly id: string;
	readonly at: string;
	readonly server: string;
	readonly about: string;
	readonly phase: string;
}

const firstOf = (events: readonly Arrived[]): readonly Arrived[] =>
	events.filter(({id}, index) => events.findIndex(one => one.id === id) === index);

/** A monitor that is killed when it has told the end of a trouble, and not yet noted that, sees it end again; nobody need know. */
function isRepeatedEnd({server, about, phase, at}: Logged, arrived: readonly Arrived[]): boolean {
	const before = arrived.filter(one => one.server === server && one.about === about && Date.parse(one.at) <= at);
	return phase === 'closed' && before.at(-1)?.phase === 'closed';
}
