import {expect, test} from 'vitest';
import {startHttpFixture} from '../../fixtures/http-server.mjs';
import type {Prober} from '../../source/domain/ports.ts';
import type {Server} from '../../source/domain/server.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createProberFactory} from '../../source/probe/prober.ts';
import {createLedger} from '../../source/probe/process-ledger.ts';
import {httpServer, stdioServer} from '../helpers/fleet.ts';
import {childrenOf} from '../helpers/processes.ts';
import {fixture} from '../helpers/program.ts';

const checks = 20_000;

const paths = [
	'/streamable',
	'/streamable-sse',
	'/stateless',
	'/modern',
	'/lost-session?after=3',
	'/lost-session?after=2&lost=400',
	'/401',
	'/404',
	'/503',
	'/html?at=tools/list',
	'/rst?at=tools/list&after=2',
	'/stream-no-answer?at=tools/list',
	'/redirect',
	'/never-answers?at=tools/list',
	'/sse',
	'/sse/drop?after=3',
	'/sse/stall?after=2',
	'/sse/lost-session?after=2',
	'/sse/no-endpoint',
];
const faults = [[], ['exit-after=20'], ['hang-list'], ['rpc-error'], ['garbage-stdout']];

test('20,000 checks with faults leave no socket, timer, listener or child, and a flat heap', async () => {
	const unexpected: unknown[] = [];
	const note = (reason: unknown) => unexpected.push(reason);
	process.on('unhandledRejection', note);
	process.on('warning', note);
	const server = await startHttpFixture({port: 0});
	const quick = {timeoutMs: 60, startupTimeoutMs: 5000};
	const servers: Server[] = [
		...paths.map((path, index) => {
			const transport = path.startsWith('/sse') ? ('sse' as const) : ('streamable_http' as const);
			return httpServer(`http-${index}`, {url: server.url(path), transport, ...quick});
		}),
		...faults.map((fault, index) =>
			stdioServer(`stdio-${index}`, {args: [fixture('stdio-server.mjs'), ...fault], ...quick, timeoutMs: 200}),
		),
	];
	const ours = new Set(childrenOf(process.pid));
	const before = countResources();

	const createProber = createProberFactory({clock: systemClock, ledger: createLedger(null)});
	const events = {interrupted() {}, toolsChanged() {}, opened() {}};
	const probers = servers.map(one => createProber(one, events));
	let done = 0;
	const heaps: number[] = [];
	const work = async (prober: Prober) => {
		const {signal} = new AbortController();
		while (done < checks) {
			await prober.check(signal);
			if (++done % 2000 === 0) heaps.push(heapMb());
		}
	};
	await Promise.all(probers.map(work));
	await Promise.all(probers.map(prober => prober.close()));
	await server.kill();

	// What is closing settles by itself, in bounded time.
	for (let second = 0; second < 15 && countResources() > before; second++)
		await new Promise(resolve => setTimeout(resolve, 1000));
	expect(countResources()).toBeLessThanOrEqual(before);
	expect(childrenOf(process.pid).filter(pid => !ours.has(pid))).toEqual([]);
	expect(unexpected).toEqual([]);
	// The first figures hold what is made once; from there on nothing may pile up.
	expect(Math.max(...heaps.slice(-3))).toBeLessThan(Math.max(...heaps.slice(1, 4)) + 15);
	process.off('unhandledRejection', note);
	process.off('warning', note);
});

/** Sockets, timers and children that would keep this process alive. */
const countResources = (): number =>
	process.getActiveResourcesInfo().filter(name => /TCP|Timeout|Process|Pipe/.test(name)).length;

function heapMb(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 1_048_576;
}
