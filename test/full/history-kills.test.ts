import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {expect, test} from 'vitest';
import {createJsonHistory} from '../../source/history/json-history.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {stdioServer} from '../helpers/fleet.ts';

const kills = 200;
const minuteMs = 60_000;
const names = ['a', 'b', 'c'];
const longestGapMs = 6 * minuteMs;

test('a writer that is killed 200 times tears no file, forgets no change of state and at most a minute of checks', async () => {
	const root = await mkdtemp(join(tmpdir(), 'langsight-kills-'));
	const folder = join(root, 'store');
	const program = await bundleWriter(root);
	let now = Date.UTC(2026, 3, 2, 12);
	/** The checks that must be in the store, of each server. */
	const checks = new Map<string, number[]>(names.map(name => [name, []]));
	let changes = 0;
	for (let kill = 1; kill <= kills; kill++) {
		const startedAt = now;
		const said = await runUntilKilled(program, [folder, String(startedAt), String(kill)], 20 + Math.random() * 250);
		await expectWholeFiles(folder);
		const reader = createJsonHistory({folder, clock: createFakeClock(now), isOwner: false});
		const pasts = await reader.open(names.map(name => stdioServer(name)));
		expect(reader.problem.getSnapshot()).toBeNull();
		for (const name of names) {
			const told = said.filter(one => one.server === name);
			now = Math.max(now, told.at(-1)?.at ?? now);
			const past = pasts.get(name);
			const found = past?.samples.at(-1)?.at ?? 0;
			const known = [...(checks.get(name) ?? []), ...told.filter(({what}) => what === 'checked').map(({at}) => at)];
			// One that was written may not have been told yet, and what was told may not have been written yet.
			const kept = known.includes(found) || known.length === 0 ? known.filter(at => at <= found) : [...known, found];
			const lostFrom = Math.max(found, startedAt);
			expect((known.at(-1) ?? lostFrom) - lostFrom).toBeLessThanOrEqual(minuteMs);
			checks.set(name, kept);

			const turn = told.findLast(({what}) => what === 'turned');
			const incidents = reader.record(name)?.incidents ?? [];
			const latest = Math.max(0, ...incidents.flatMap(({startedAt, endedAt}) => [startedAt, endedAt ?? 0]));
			if (turn) {
				changes++;
				expect(latest).toBeGreaterThanOrEqual(turn.at);
				expect(past?.kept?.health.since).toBeGreaterThanOrEqual(turn.at);
			}
			const spans = reader.record(name)?.spans ?? [];
			const sum = (key: 'checks' | 'availableMs' | 'outages') => spans.reduce((total, span) => total + span[key], 0);
			expect(sum('checks')).toBe(kept.length);
			expect(sum('availableMs')).toBe(watchedMs(kept));
			// Closed ones of which there are more than 200 are forgotten, but stay counted.
			if (incidents.length < 200) expect(sum('outages')).toBe(incidents.length);
		}
		// The next one starts a little later.
		now += 20_000;
	}
	expect(changes).toBeGreaterThan(kills / 2);
	expect(checks.get('a')?.length).toBeGreaterThan(kills);
	await rm(root, {recursive: true});
});

interface Told {
	readonly what: string;
	readonly server: string;
	readonly at: number;
}

async function runUntilKilled(program: string, args: readonly string[], lifeMs: number): Promise<Told[]> {
	const child = spawn(process.execPath, [program, ...args], {stdio: ['ignore', 'pipe', 'inherit']});
	let text = '';
	child.stdout.setEncoding('utf8').on('data', chunk => {
		if (text === '') setTimeout(() => child.kill('SIGKILL'), lifeMs);
		text += chunk;
	});
	const [code] = await once(child, 'close');
	expect(code).toBeNull();
	return text
		.split('\n')
		.slice(1, -1)
		.map(line => line.split(' '))
		.map(([what = '', server = '', at]) => ({what, server, at: Number(at)}));
}

async function expectWholeFiles(folder: string): Promise<void> {
	for (const file of await readdir(folder, {recursive: true})) {
		expect(file).not.toContain('corrupt');
		if (!file.endsWith('.json')) continue;
		const text = await readFile(join(folder, file), 'utf8');
		expect(() => JSON.parse(text), file).not.toThrow();
	}
}

/** What counts as available: the time between checks that are not too far apart, for all are good. */
const watchedMs = (times: readonly number[]): number =>
	times.reduce((sum, at, index) => {
		const gapMs = at - (times[index - 1] ?? at);
		return sum + (gapMs <= longestGapMs ? gapMs : 0);
	}, 0);

async function bundleWriter(folder: string): Promise<string> {
	const outfile = join(folder, 'writer.mjs');
	await build({
		entryPoints: [fileURLToPath(new URL('history-writer.ts', import.meta.url))],
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		outfile,
		logLevel: 'error',
	});
	return outfile;
}
