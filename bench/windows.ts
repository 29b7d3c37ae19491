import type {Sample} from '../source/domain/probe-result.ts';
import {emptyRollUp, type RollUp, rollUpSample} from '../source/domain/roll-up.ts';
import {timelineOf} from '../source/domain/timeline.ts';
import {statsOf, windowStats} from '../source/domain/windows.ts';

const intervalMs = 30_000;
const hourMs = 3_600_000;
const servers = 200;
const start = Date.UTC(2026, 3, 2);
const checks = (7 * 24 * hourMs) / intervalMs;

let seed = 1;
const random = (): number => {
	seed = (seed * 48_271) % 2_147_483_647;
	return seed / 2_147_483_647;
};
const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Log-normal latencies around 40 ms, 1 failure in 500. */
const sampleAt = (at: number): Sample => {
	const isGood = random() > 0.002;
	return {
		at,
		latencyMs: isGood ? 40 * Math.exp(0.5 * normal()) : null,
		category: isGood ? null : 'timeout',
		counted: true,
	};
};

interface Watched {
	rollUp: RollUp;
	samples: Sample[];
}

const heapBefore = heap();
const fleet = Array.from({length: servers}, (): Watched => ({rollUp: emptyRollUp, samples: []}));
const rolled = time(() => {
	for (const server of fleet) {
		for (let check = 0; check < checks; check++) add(server, check);
	}
});
tell('rolling up a check, with making it', rolled / (servers * checks));

let hours = 0;
let characters = 0;
for (const {rollUp} of fleet) {
	for (const {latencies} of rollUp.spans.slice(0, -1)) {
		hours++;
		characters += latencies.length;
	}
}
console.log(`the latencies of an hour: ${(characters / hours).toFixed(0)} characters`);
console.log(`a server's span as JSON: ${(JSON.stringify(fleet[0]?.rollUp.spans).length / 168).toFixed(0)} bytes`);

tell(
	'statsOf, for the first time in an hour',
	eachServer(({rollUp, samples}) => statsOf(rollUp, samples, nowAt(checks - 1))),
);
let total = 0;
for (let check = checks; check < checks + 100; check++) {
	for (const server of fleet) add(server, check);
	total += eachServer(({rollUp, samples}) => statsOf(rollUp, samples, nowAt(check)));
}
tell('statsOf, after each check', total / 100);
const now = nowAt(checks + 99);
tell(
	'windowStats of 30 days',
	eachServer(({rollUp, samples}) => windowStats(rollUp, samples, '30d', now)),
);
tell(
	'a timeline of 7 days in 84 cells',
	eachServer(({rollUp, samples}) => timelineOf(rollUp, samples, '7d', 84, now)),
);
tell(
	'a timeline of 24 hours in 48 cells',
	eachServer(({rollUp, samples}) => timelineOf(rollUp, samples, '24h', 48, now)),
);
const kib = (heap() - heapBefore) / servers / 1024;
console.log(`in memory, a server with 7 days and an hour of checks: ${kib.toFixed(0)} KiB`);

function nowAt(check: number): number {
	return start + check * intervalMs;
}

function add(server: Watched, check: number): void {
	const sample = sampleAt(nowAt(check));
	server.rollUp = rollUpSample(server.rollUp, sample, 360_000);
	server.samples.push(sample);
	if (server.samples.length > hourMs / intervalMs) server.samples.shift();
}

/** CPU time for one server, ms. */
function eachServer(run: (server: Watched) => unknown): number {
	return time(() => fleet.forEach(run)) / servers;
}

function time(run: () => void): number {
	const before = process.cpuUsage();
	run();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000;
}

function tell(what: string, ms: number): void {
	console.log(`${what}: ${(1000 * ms).toFixed(1)} µs`);
}

function heap(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
}
