import {cp, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Incident} from '../../source/domain/incident.ts';
import type {ServerRecord} from '../../source/domain/ports.ts';
import {healthOf, openIncident} from '../helpers/fleet.ts';
import {setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What a monitor does: a check after so many ms, good or not, with an outage that begins or ends. */
interface Step {
	readonly afterMs: number;
	readonly isGood: boolean;
	readonly turns: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
	afterMs: fc.oneof(
		{weight: 8, arbitrary: fc.integer({min: 1000, max: 5 * minuteMs})},
		{weight: 2, arbitrary: fc.integer({min: 5 * minuteMs, max: 3 * hourMs})},
		{weight: 1, arbitrary: fc.integer({min: 6 * 24 * hourMs, max: 20 * 24 * hourMs})},
	),
	isGood: fc.boolean(),
	turns: fc.boolean(),
});

/**
 * Every file is replaced as a whole, and in this order. So all that a kill can leave is the new form of the first few of
 * them, and the old form of the others.
 */
const order = ['schema', 'incidents', 'tail', 'roll-up'];

describe('a kill between two of the files that are written together loses and doubles nothing', () => {
	test('whatever comes', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, {minLength: 1, maxLength: 15}), async steps => {
				await rm(store.path, {recursive: true, force: true});
				await killWhileWriting(steps);
			}),
			{numRuns: 12},
		);
	}, 60_000);

	test('when hours go into days', async () => {
		const {history} = await store.open([slack]);
		for (let minutes = 0; minutes < 8.2 * 24 * 60; minutes += 20) {
			await store.clock.advance(20 * minuteMs);
			history.append(slack.name, store.sample());
		}
		await history.close();
		const hourly = {afterMs: hourMs, isGood: true, turns: false};
		const weekly = {...hourly, afterMs: 7 * 24 * hourMs};
		const sizes = await killWhileWriting([hourly, hourly, weekly, hourly, hourly]);
		expect(sizes).toContain('day');
	});
});

/** Takes these steps, and after each looks at what each kill would leave. Returns the sizes of the spans at the end. */
async function killWhileWriting(steps: readonly Step[]): Promise<readonly string[]> {
	let incidents: readonly Incident[] = [];
	for (const {afterMs, isGood, turns} of steps) {
		await store.clock.advance(afterMs);
		const {history} = await store.open([slack]);
		const before = lookAt(history.record(slack.name));
		await replace(`${store.path}-before`, store.path);

		const now = store.clock.now();
		if (turns) incidents = turn(incidents, now);
		history.append(slack.name, store.sample(isGood ? {} : {latencyMs: null, category: 'timeout'}));
		history.keep(slack.name, {health: healthOf('up', {since: now}), schema: null, incidents}, false);
		await history.close();
		const after = lookAt(history.record(slack.name));

		for (let written = 0; written <= order.length; written++) {
			const killed = `${store.path}-killed`;
			await replace(killed, `${store.path}-before`);
			await copyFiles(killed, order.slice(0, written));
			const reader = store.create({folder: killed, isOwner: false});
			await reader.open([slack]);
			expect(reader.problem.getSnapshot()).toBeNull();
			const {outages: outagesNow, ...checks} = written > order.indexOf('tail') ? after : before;
			// The list of incidents may be ahead of the rest; outages are then counted from it.
			const {outages} = written > order.indexOf('incidents') ? after : before;
			expect(lookAt(reader.record(slack.name))).toEqual({...checks, outages});
			expect(outagesNow).toBeLessThanOrEqual(outages);
		}
	}
	return (await store.open([slack], {isOwner: false})).history.record(slack.name)?.spans.map(({size}) => size) ?? [];
}

async function replace(folder: string, by: string): Promise<void> {
	await rm(folder, {recursive: true, force: true});
	await cp(by, folder, {recursive: true});
}

async function copyFiles(folder: string, kinds: readonly string[]): Promise<void> {
	for (const name of await readdir(join(store.path, 'servers'))) {
		for (const kind of kinds) {
			const file = join('servers', name, `${kind}.json`);
			// Some are not there yet.
			await cp(join(store.path, file), join(folder, file)).catch(() => {});
		}
	}
}

function turn(incidents: readonly Incident[], now: number): readonly Incident[] {
	const open = incidents.find(({endedAt}) => endedAt === null);
	if (!open) return [openIncident({startedAt: now}), ...incidents];
	return incidents.map(one => (one === open ? {...one, endedAt: now, ending: 'recovered'} : one));
}

/** All that is counted, and by how much. */
function lookAt(record: ServerRecord | null) {
	const spans = record?.spans ?? [];
	return {
		outages: spans.reduce((sum, {outages, repairs}) => sum + outages + repairs, 0),
		spans: spans
			.filter(({checks}) => checks > 0)
			.map(({size, start, checks, availableMs, unavailableMs}) => ({size, start, checks, availableMs, unavailableMs})),
	};
}
