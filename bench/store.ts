// The store over simulated days of checks every 30 s: its size, what it writes, what a check costs, how fast it opens.
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Server} from '../source/domain/server.ts';
import {createJsonHistory, type JsonHistory} from '../source/history/json-history.ts';
import {digestTarget, serverFolderName, serversFolder} from '../source/history/paths.ts';
import {storeSizes} from '../source/history/store-sizes.ts';
import {createFakeClock, type FakeClock} from '../test/helpers/clock.ts';
import {stdioServer} from '../test/helpers/fleet.ts';
import {createPlay} from './store-play.ts';

const isQuick = process.argv.includes('--quick');
const intervalMs = 30_000;
const dayMs = 86_400_000;
/** As many are simulated; the others of a fleet are copies of them under names of their own. */
const models = isQuick ? 2 : 10;
const root = mkdtempSync(join(tmpdir(), 'langsight-bench-store-'));
const figures: string[] = [];

const serversOf = (count: number) => Array.from({length: count}, (_none, index) => stdioServer(`server-${index}`));
const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
const heapMb = (): number => {
	globalThis.gc?.();
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 2 ** 20;
};

try {
	for (const days of isQuick ? [7] : [7, 90]) {
		const {folder, end} = await simulate(days, models);
		const {servers} = await storeSizes(folder);
		const largest = servers[0];
		const mean = servers.reduce((sum, {totalBytes}) => sum + totalBytes, 0) / servers.length;
		const kinds = largest
			? (['tail', 'roll-up', 'incidents', 'schema'] as const).map(kind => `${kind} ${kib(largest.bytes[kind])}`)
			: [];
		figures.push(
			`after ${days} days: ${kib(mean)} a server on average, ${kib(largest?.totalBytes ?? 0)} the largest (${kinds.join(', ')}); goal ${days === 7 ? 64 : 96} KiB`,
		);
		for (const count of isQuick || days > 7 ? [100] : [100, 1000]) await measureFleet(folder, days, count, end);
	}
} finally {
	rmSync(root, {recursive: true});
}
console.log(`\n${figures.join('\n')}`);
console.log(
	`Simulated were ${models} servers over all of the days, through the real store with a write at the end of each day; the fleets are copies of their files. Bytes and CPU are of one simulated hour of such a fleet with every write, bytes times 24.`,
);

/** Lets so many servers be checked for so many days; returns the store and the time at its end. */
async function simulate(days: number, count: number): Promise<{folder: string; end: number}> {
	const folder = join(root, `simulated-${days}`);
	const clock = createFakeClock();
	const servers = serversOf(count);
	const history = createJsonHistory({folder, clock, isOwner: true});
	await history.open(servers);
	const plays = servers.map((_server, index) => createPlay(index));
	const heaps: number[] = [];
	for (let day = 0; day < days; day++) {
		for (let checks = 0; checks < dayMs / intervalMs; checks++) {
			clock.jump(intervalMs);
			for (const [index, {name}] of servers.entries()) plays[index]?.(history, name, clock.now());
		}
		await clock.advance(60_000);
		await history.saved();
		heaps.push(heapMb());
	}
	await history.close();
	const [first = 0, last = 0] = [heaps[0], heaps.at(-1)];
	const growthKb = ((last - first) * 1024) / count;
	figures.push(
		`heap over ${days} days: ${first.toFixed(1)} MB after the first, ${(heaps[6] ?? last).toFixed(1)} after 7, ${last.toFixed(1)} at the end: ${growthKb.toFixed(0)} KiB more a server, which is what is kept of the past`,
	);
	return {folder, end: clock.now()};
}

/** A fleet made of copies, for an hour with every write. */
async function measureFleet(from: string, days: number, count: number, start: number): Promise<void> {
	const folder = join(root, `fleet-${days}-${count}`);
	const servers = serversOf(count);
	for (const [index, server] of servers.entries()) copyServer(from, folder, `server-${index % models}`, server.name);
	const clock = createFakeClock(start + 1000);
	const before = heapMb();
	const opened: number[] = [];
	const open = async () => {
		const started = process.hrtime.bigint();
		const history = createJsonHistory({folder, clock, isOwner: true, configured: servers.map(({name}) => name)});
		await history.open(servers);
		opened.push(Number(process.hrtime.bigint() - started) / 1e6);
		return history;
	};
	for (let round = 0; round < 2; round++) await (await open()).close();
	const history = await open();
	const openedMs = opened.sort((a, b) => a - b)[1] ?? 0;
	const held = heapMb() - before;

	const minutes = count > 100 || isQuick ? 10 : 60;
	const bare = await run(servers, clock, minutes, null);
	const {checks, cpuMs, bytes} = await run(servers, clock, minutes, history);
	const ownMs = (cpuMs - bare.cpuMs) / checks;
	figures.push(
		`${count} servers after ${days} days: opened in ${openedMs.toFixed(0)} ms${count === 100 ? ' (goal 300)' : ''}, ${held.toFixed(1)} MB of heap; ${ownMs.toFixed(3)} ms of CPU a check with its figures and its share of writing (goal 0.3); ${((bytes * 1440) / minutes / 1e9).toFixed(2)} GB written a day${count === 100 ? ' (goal 2)' : ''}${minutes < 60 ? ` (from ${minutes} minutes)` : ''}`,
	);
	if (history.problem.getSnapshot()) throw new Error(history.problem.getSnapshot() ?? '');
	await history.close();
}

/** So many minutes of checks, after two that warm up. Without a store, for what the rest costs. */
async function run(servers: readonly Server[], clock: FakeClock, minutes: number, history: JsonHistory | null) {
	const plays = servers.map((_server, index) => createPlay(index));
	const told = history ?? {append() {}, keep() {}};
	let before = {bytes: 0, cpu: process.cpuUsage()};
	let checks = 0;
	for (let second = -120; second < minutes * 60; second++) {
		if (second === 0) {
			before = {bytes: writtenBytes(), cpu: process.cpuUsage()};
			checks = 0;
		}
		await clock.advance(history ? 1000 : 0);
		for (const [index, {name}] of servers.entries()) {
			if (index % 30 !== (second + 120) % 30) continue;
			plays[index]?.(told, name, clock.now());
			history?.stats(name, clock.now());
			checks++;
		}
		await history?.saved();
	}
	const {user, system} = process.cpuUsage(before.cpu);
	return {checks, cpuMs: (user + system) / 1000, bytes: writtenBytes() - before.bytes};
}

function copyServer(from: string, to: string, model: string, name: string): void {
	const source = join(serversFolder(from), serverFolderName(model));
	const target = join(serversFolder(to), serverFolderName(name));
	cpSync(source, target, {recursive: true});
	for (const file of readdirSync(target)) {
		const text = readFileSync(join(target, file), 'utf8');
		writeFileSync(join(target, file), text.replaceAll(`"server":"${model}"`, `"server":"${name}"`));
	}
	if (digestTarget(stdioServer(model)) !== digestTarget(stdioServer(name)))
		throw new Error('copies have other targets');
}

/** What this process has handed to the system for writing. */
function writtenBytes(): number {
	return Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? 0);
}
