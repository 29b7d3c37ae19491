import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import type {Sample} from '../../../source/domain/probe-result.ts';
import {drawLatencyChart} from '../../../source/view/charts/latency-chart.ts';
import {noon, samplesOf, usualLimits} from '../../helpers/fleet.ts';
import {anyContext, contextOf, expectFit, textOf} from './drawing.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const plot = (samples: readonly Sample[], height = 4, columns = 50, limits = usualLimits) =>
	drawLatencyChart({samples, intervalMs: 30_000, limits, height}, contextOf(columns));

describe('the latency plot', () => {
	test('starts at zero, marks failed checks at its foot, and says when it begins and ends', () => {
		const samples = samplesOf([40, 40, 80, null, null, 40, 40, 80, 120, 120, 40, 40, 40]);
		expect(`\n${textOf(plot(samples))}`).toBe(`
     120ms ┤        ╭─╮
      80ms ┤  ╭    ╭╯ │
      40ms ┤──╯  ──╯  ╰──
       0ms ┤   ××
            14:16   14:22`);
	});
	test('is blank where nobody watched', () => {
		const samples = [...samplesOf([40, 40, 40], noon - 3_600_000), ...samplesOf([40, 40, 40])];
		expect(textOf(plot(samples)).split('\n')[0]).toBe('      40ms ┤─── ───');
	});
	test('shows the limits that latency comes near to', () => {
		expect(`\n${textOf(plot(samplesOf([500, 1000, 2000, 4000, 4000]), 5))}`).toBe(`
      4.0s ┤   ╭─
 warn 3.0s ┤┈┈┈│┈
      2.0s ┤  ╭╯
      1.0s ┤──╯
       0ms ┤
            14:20`);
	});
	test('leaves out the limits that are far away', () => {
		expect(textOf(plot(samplesOf([40, 1000])))).not.toContain('warn');
	});
	test('tells the critical limit from the warning', () => {
		const limits = {...usualLimits, latencyWarningMs: 100, latencyCriticalMs: 200};
		const text = textOf(plot(samplesOf([50, 250, 250]), 6, 40, limits));
		expect(text).toMatch(/^warn 100ms ┤┈/m);
		expect(text).toMatch(/^crit 200ms ┤┈/m);
	});
	test('has the newest checks where not all fit', () => {
		const past = Array.from({length: 300}, () => 9000);
		const text = textOf(plot(samplesOf([...past, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40]), 4, 20));
		expect(text.split('\n')[0]).toBe('      40ms ┤───────');
	});
	test.each<[story: string, samples: readonly Sample[], told: string]>([
		['no check has ended', [], 'nothing to plot yet'],
		['every check failed', samplesOf([null, null]), 'no latency to plot: the last 2 checks failed'],
	])('says so when %s', (_story, samples, told) => expect(textOf(plot(samples))).toContain(told));
	test('keeps inside its columns, whatever was measured', () => {
		const latency = fc.option(fc.oneof(fc.double({min: 0, max: 100_000}), fc.double()), {nil: null});
		const limit = fc.integer({min: 1, max: 1e9});
		fc.assert(
			fc.property(
				fc.array(latency, {maxLength: 150}),
				limit,
				limit,
				fc.integer({min: 0, max: 20}),
				anyContext,
				(latencies, latencyWarningMs, latencyCriticalMs, height, context) => {
					const limits = {latencyWarningMs, latencyCriticalMs};
					const lines = drawLatencyChart({samples: samplesOf(latencies), intervalMs: 30_000, limits, height}, context);
					expectFit(lines, context);
					expect(lines.length).toBeLessThanOrEqual(Math.max(3, height) + 1);
				},
			),
		);
	});
});
