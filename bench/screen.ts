// The screen on a terminal that only counts, over a fleet of 500 that goes on reporting.
import {keepHeapSmall} from '../source/commands/small-heap.ts';
import type {Fleet, ServerState} from '../source/domain/fleet.ts';
import type {Monitor} from '../source/domain/ports.ts';
import {createSettable} from '../source/domain/settable.ts';
import {systemClock} from '../source/monitor/system-clock.ts';
import {openScreen} from '../source/view/screen.tsx';
import {alertOf, downState, fleetOf, slowState, stdioServer, upState} from '../test/helpers/fleet.ts';
import {createCountingTerminal} from './screen-terminal.ts';

keepHeapSmall();
const servers = 500;
const intervalMs = 30_000;

const teams = ['payments', 'search', 'platform', 'support'];
const states = Array.from({length: servers}, (_none, index) => {
	const name = `server-${index}`;
	const make = index % 50 === 7 ? downState : index % 40 === 3 ? slowState : upState;
	return make(name, {server: stdioServer(name, {tags: [`team:${teams[index % teams.length]}`, 'critical']})});
});
const fleet = createSettable<Fleet>(fleetOf(states, {alerts: [alertOf('server-7'), alertOf('server-57', {id: 'b'})]}));
const monitor: Monitor = {
	fleet,
	act: async () => ({ok: true, message: 'done', undo: null}),
	log: async () => [],
	record: async () => null,
	timelines: async () => new Map(),
};

/** A new check of one server, as a monitor publishes it. */
function report(index: number): void {
	const current = fleet.getSnapshot();
	const before = current.servers[index];
	if (!before) return;
	const latencyMs =
		before.lastCheck?.latencyMs == null ? null : 40 + ((index * 7 + Math.floor(performance.now())) % 40);
	const at = Date.now();
	const sample = {at, latencyMs, category: latencyMs === null ? ('timeout' as const) : null, counted: true};
	const next: ServerState = {
		...before,
		lastCheck: {at, latencyMs, connectMs: null, notes: []},
		samples: [...before.samples, sample].slice(-60),
	};
	fleet.set({...current, servers: current.servers.with(index, next)});
}

const {stdin, stdout, terminal} = createCountingTerminal();
const screen = openScreen({
	monitor,
	clock: systemClock,
	terminal,
	options: {color: true, ascii: false, env: {TERM: 'xterm-256color', COLORTERM: 'truecolor'}},
});

const rest = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const percentile = (sorted: readonly number[], share: number) =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** From a key's bytes to the bytes that answer it. */
async function press(key: string): Promise<number> {
	const from = performance.now();
	const answered = new Promise(resolve => stdout.once('wrote', resolve));
	stdin.write(key);
	await answered;
	return performance.now() - from;
}

async function pressAll(keys: readonly string[], count: number, pauseMs: number): Promise<readonly number[]> {
	const times: number[] = [];
	for (let index = 0; index < count; index++) {
		times.push(await press(keys[index % keys.length] ?? ''));
		await rest(pauseMs);
	}
	return times.toSorted((a, b) => a - b);
}

await rest(500);
let next = 0;
const reports = setInterval(() => report(next++ % servers), intervalMs / servers);
const moving = await pressAll(['j', 'j', 'j', 'G', 'k', 'k', 'g', '\x1b[6~'], 300, 13);
const turning = await pressAll(['t', '>', 'e', 'e'], 100, 13);
const typing = [
	...(await pressAll(['/', ...'tag:critical', ...'\x7f'.repeat(6)], 18, 13)),
	...(await pressAll(['1', '\x7f'], 80, 13)),
].toSorted((a, b) => a - b);
await press('\x1b');
// By status, for in an order by latency all rows move with each report.
await pressAll([...':order status\r'], 14, 13);
stdout.bytes = 0;
stdout.frames = 0;
const cpuBefore = process.cpuUsage();
await rest(intervalMs);
const {user, system} = process.cpuUsage(cpuBefore);
const seconds = intervalMs / 1000;
const busy = {
	bytesPerSecond: stdout.bytes / seconds,
	framesPerSecond: stdout.frames / seconds,
	cpu: (user + system) / (seconds * 1_000_000),
};
clearInterval(reports);
await rest(1000);
stdout.bytes = 0;
stdout.frames = 0;
const idleBefore = process.cpuUsage();
await rest(60_000);
const idle = process.cpuUsage(idleBefore);
console.log(
	JSON.stringify({
		moving: {p50: percentile(moving, 0.5), p95: percentile(moving, 0.95)},
		turning: {p50: percentile(turning, 0.5), p95: percentile(turning, 0.95)},
		typing: {p50: percentile(typing, 0.5), p95: percentile(typing, 0.95)},
		busy,
		idle: {bytes: stdout.bytes, frames: stdout.frames, cpu: (idle.user + idle.system) / 60_000_000},
		rssMb: process.memoryUsage().rss / 1_048_576,
	}),
);
screen.close();
process.exit(0);
