import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Category} from '../../source/domain/categories.ts';
import {impactOf} from '../../source/domain/impact.ts';
import type {Incident} from '../../source/domain/incident.ts';
import {rankOf} from '../../source/domain/latency-histogram.ts';
import {liveWindows, windowMs} from '../../source/domain/stats.ts';
import {addCalls, type CountedCall, dropOld, noTraffic, otherNames, type Traffic} from '../../source/domain/traffic.ts';
import {type CallFigures, summarise} from '../../source/domain/traffic-figures.ts';
import {callOf, callsOf} from '../helpers/calls.ts';
import {noon} from '../helpers/fleet.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The figures of a window counted from the calls themselves. */
function naive(calls: readonly CountedCall[], window: (typeof liveWindows)[number], now: number) {
	const sizeMs = window === '1h' ? minuteMs : hourMs;
	const from = Math.floor((now - windowMs[window]) / sizeMs) * sizeMs;
	const within = calls.filter(({at}) => at >= from && at <= now);
	const times = within.flatMap(({durationMs}) => durationMs ?? []).sort((a, b) => a - b);
	return {
		calls: within.length,
		failed: within.filter(({category}) => category !== null).length,
		timeouts: within.filter(({category}) => category === 'timeout').length,
		p95Ms: times.length === 0 ? null : (times[rankOf(0.95, times.length) - 1] ?? null),
	};
}

function expectSame(figures: CallFigures | undefined, expected: ReturnType<typeof naive>): void {
	const {calls, failed, errors, p95Ms} = figures ?? {calls: 0, failed: 0, errors: {}, p95Ms: null};
	expect({calls, failed, timeouts: errors.timeout ?? 0}).toEqual({
		calls: expected.calls,
		failed: expected.failed,
		timeouts: expected.timeouts,
	});
	if (expected.p95Ms === null) expect(p95Ms).toBeNull();
	else expect(Math.abs((p95Ms ?? -1) - expected.p95Ms)).toBeLessThanOrEqual(0.0101 * expected.p95Ms + 0.001);
}

const anyCall: fc.Arbitrary<{afterMs: number} & Omit<CountedCall, 'at'>> = fc.record({
	afterMs: fc.oneof(fc.nat(minuteMs), fc.nat(3 * hourMs), fc.nat(30 * hourMs)),
	tool: fc.constantFrom('query', 'search', 'write'),
	agent: fc.constantFrom('a', 'b', null),
	durationMs: fc.option(fc.double({min: 0.01, max: 60_000, noNaN: true})),
	category: fc.constantFrom<Category | null>(null, null, 'timeout', 'tool_error'),
});

test('the figures of the windows are those of counting every call', () => {
	fc.assert(
		fc.property(fc.array(anyCall, {minLength: 1, maxLength: 60}), fc.nat(5), (made, batch) => {
			let now = noon;
			const calls = made.map(({afterMs, ...call}) => {
				now += afterMs;
				return {...call, at: now};
			});
			let traffic: Traffic = noTraffic;
			for (let from = 0; from < calls.length; from += batch + 1) {
				const some = calls.slice(from, from + batch + 1);
				const at = some.at(-1)?.at ?? now;
				traffic = addCalls(dropOld(traffic, at), some, at);
				summarise(traffic, null, at);
			}
			const summary = summarise(traffic, null, now);
			for (const window of liveWindows) {
				expectSame(summary?.windows[window], naive(calls, window, now));
				for (const tool of ['query', 'search', 'write']) {
					const own = summary?.tools.find(one => one.tool === tool);
					expectSame(
						own?.windows[window],
						naive(
							calls.filter(call => call.tool === tool),
							window,
							now,
						),
					);
				}
				for (const agent of ['a', 'b', null]) {
					const own = summary?.agents.find(one => one.agent === agent);
					expectSame(
						own?.windows[window],
						naive(
							calls.filter(call => call.agent === agent),
							window,
							now,
						),
					);
				}
			}
		}),
		{numRuns: 60},
	);
});

describe('traffic', () => {
	test('is nothing where nobody has called, or not for a week', () => {
		expect(summarise(noTraffic, null, noon)).toBeNull();
		const once = addCalls(noTraffic, [callOf()], noon);
		expect(summarise(dropOld(once, noon + 8 * 24 * hourMs), null, noon + 8 * 24 * hourMs)).toBeNull();
	});

	test('names who calls what', () => {
		const calls = [...callsOf(3), callOf({agent: 'refunds', tool: 'search'}), callOf({agent: null})];
		const summary = summarise(addCalls(noTraffic, calls, noon), null, noon);
		expect(summary?.tools.map(({tool, agents}) => [tool, agents])).toEqual([
			['query', ['support-agent']],
			['search', ['refunds']],
		]);
		expect(summary?.agents.map(({agent, tools}) => [agent, tools])).toEqual([
			['support-agent', ['query']],
			['refunds', ['search']],
			[null, ['query']],
		]);
	});

	test('of a clock that is ahead counts as of now, and of one that is far behind not at all', () => {
		const traffic = addCalls(
			noTraffic,
			[callOf({at: noon + 3 * hourMs}), callOf({at: 5}), callOf({at: Number.NaN})],
			noon,
		);
		expect(summarise(traffic, null, noon)?.windows['1h'].calls).toBe(2);
		expect(traffic.hours).toHaveLength(1);
	});

	test('does not grow with the number of names', () => {
		const calls = Array.from({length: 5000}, (_, n) => callOf({tool: `tool-${n}`, agent: `agent-${n % 70}`}));
		const traffic = addCalls(noTraffic, calls, noon);
		expect(traffic.minutes[0]?.cells.length).toBe(256);
		const summary = summarise(traffic, null, noon);
		expect(summary?.windows['1h'].calls).toBe(5000);
		expect(summary?.tools[0]?.tool).toBe(otherNames);
		expect(summary?.tools.length).toBe(100);
		expect(summary?.agents.length).toBe(50);
	});

	test('of a week of many names is summed up within bounds, with nothing lost', () => {
		let traffic: Traffic = noTraffic;
		for (let hour = 0; hour < 30; hour++) {
			const at = noon + hour * hourMs;
			traffic = addCalls(
				traffic,
				Array.from({length: 100}, (_, n) => callOf({at, tool: `tool-${hour}-${n}`})),
				at,
			);
		}
		const summary = summarise(traffic, null, noon + 29 * hourMs);
		expect(summary?.windows['7d'].calls).toBe(3000);
		expect(summary?.tools.length).toBe(100);
	});
});

describe('what an incident did to agents', () => {
	const incident = (changes: Partial<Incident> = {}): Incident => ({
		kind: 'down',
		startedAt: noon,
		endedAt: null,
		cause: 'gone',
		category: 'timeout',
		ending: null,
		announcedAt: noon,
		acknowledgement: null,
		...changes,
	});
	const at = (minutes: number) => noon + minutes * minuteMs;
	const failing = {category: 'timeout'} as const;
	const traffic = addCalls(
		noTraffic,
		[
			...callsOf(5, {at: at(-2)}),
			...callsOf(3, {at: at(1), ...failing}),
			callOf({at: at(2)}),
			callOf({at: at(2), agent: 'refunds', tool: 'search', ...failing}),
			...callsOf(7, {at: at(20)}),
		],
		at(20),
	);

	test('is counted from its beginning, those it hurt most first', () => {
		expect(impactOf(traffic, [incident()], at(10))).toMatchObject({
			kind: 'down',
			countedFrom: noon,
			calls: 5,
			failed: 4,
			agents: [
				{agent: 'support-agent', calls: 4, failed: 3, lastAt: at(2), tools: [{tool: 'query', calls: 4, failed: 3}]},
				{agent: 'refunds', calls: 1, failed: 1},
			],
			tools: [
				{tool: 'query', failed: 3},
				{tool: 'search', failed: 1},
			],
		});
	});

	test('is that of the outage where several are open, and else of the newest', () => {
		const drift = incident({kind: 'schema_drift', startedAt: at(5)});
		expect(impactOf(traffic, [drift, incident()], at(10))?.kind).toBe('down');
		expect(impactOf(traffic, [drift], at(30))).toMatchObject({kind: 'schema_drift', calls: 7});
		const over = incident({endedAt: at(4), ending: 'recovered'});
		expect(impactOf(traffic, [over, {...over, startedAt: at(-60)}], at(30))).toMatchObject({
			startedAt: noon,
			calls: 5,
			endedAt: at(4),
		});
		expect(impactOf(traffic, [], at(30))).toBeNull();
	});

	test('is counted by the hour where minutes are kept no more', () => {
		expect(impactOf(traffic, [incident({startedAt: at(5)})], at(120))).toMatchObject({countedFrom: at(-22), calls: 17});
	});
});
