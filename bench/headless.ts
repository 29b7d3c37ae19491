// A monitor without a screen, for measuring: takes a JSON job on its command line, prints a JSON of what it took.
import {keepHeapSmall} from '../source/commands/small-heap.ts';
import type {Clock} from '../source/domain/ports.ts';
import {systemClock} from '../source/monitor/system-clock.ts';
import {httpServer} from '../test/helpers/fleet.ts';
import {startBenchMonitor} from './start-bench-monitor.ts';

interface Job {
	readonly urls: readonly string[];
	readonly intervalMs: number;
	readonly warmUpMs: number;
	readonly measureMs: number;
}

keepHeapSmall();
const {urls, intervalMs, warmUpMs, measureMs}: Job = JSON.parse(process.argv[2] ?? '');
const lateness: number[] = [];
let isMeasuring = false;

/** The real clock, which notes how late each check's timer runs. */
const clock: Clock = {
	...systemClock,
	after(ms, run) {
		const due = performance.now() + ms;
		return systemClock.after(ms, () => {
			if (isMeasuring && ms >= intervalMs / 2) lateness.push(performance.now() - due);
			run();
		});
	},
};

const servers = urls.map((url, index) => httpServer(`server-${index}`, {url, intervalMs}));
const monitor = await startBenchMonitor(servers, clock);
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
await wait(warmUpMs);
isMeasuring = true;
const before = process.cpuUsage();
await wait(measureMs);
const {user, system} = process.cpuUsage(before);
lateness.sort((a, b) => a - b);
const result = {
	up: monitor.fleet.getSnapshot().servers.filter(({health}) => health.status === 'up').length,
	checks: lateness.length,
	p99LatenessMs: lateness[Math.floor(lateness.length * 0.99)] ?? null,
	cpuShare: (user + system) / 1000 / measureMs,
	rssMb: process.memoryUsage.rss() / 1_048_576,
};
await monitor.stop();
console.log(JSON.stringify(result));
process.exit();
