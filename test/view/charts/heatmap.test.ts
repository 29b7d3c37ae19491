import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {drawHeatmap, heatmapCells, heatmapExtraLines} from '../../../source/view/charts/heatmap.ts';
import {heatmapMeasures, heatmapRows} from '../../../source/view/charts/heatmap-rows.ts';
import {slowState, unknownState, upState} from '../../helpers/fleet.ts';
import {cellsOf} from './cells.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from './drawing.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const dayMs = 86_400_000;
const always = (count: number, value: number | null) => Array.from({length: count}, () => value);
const servers = [upState('postgres-mcp'), upState('redis-mcp'), slowState('elasticsearch-mcp'), unknownState('never')];
const timelines = new Map([
	['postgres-mcp', cellsOf(always(24, 1), dayMs, always(24, 40))],
	[
		'redis-mcp',
		cellsOf([...always(8, null), ...always(9, 1), 0.995, 0.7, 0.5, 0.2, 0, 0, 0], dayMs, [
			...always(8, null),
			...always(13, 40),
			null,
			null,
			null,
		]),
	],
	[
		'elasticsearch-mcp',
		cellsOf(
			always(24, 1),
			dayMs,
			Array.from({length: 24}, (_none, index) => 10 * 1.4 ** index),
		),
	],
]);

describe('the heatmap', () => {
	test('shades availability, the worst server first', () => {
		const rows = heatmapRows(servers, timelines, 'availability', 'worst');
		const drawn = textOf(drawHeatmap({rows, measure: 'availability', selected: 'redis-mcp'}, contextOf(64)));
		expect(`\n${drawn}`).toBe(`
▌redis-mcp                             ░░░░░░░░░▒▓▓████   71.2%
 postgres-mcp                  ░░░░░░░░░░░░░░░░░░░░░░░░  100.0%
 elasticsearch-m…              ░░░░░░░░░░░░░░░░░░░░░░░░  100.0%
 never            nothing is kept of it
                                        00:00       now
 ░ 100%  ▒ from 99%  ▓ from 50%  █ below  blank: not watched`);
	});
	test('shades p95 by the limits of each server, and marks where nothing answered', () => {
		const rows = heatmapRows(servers, timelines, 'p95', 'worst');
		const drawn = textOf(drawHeatmap({rows, measure: 'p95', selected: null}, contextOf(64)));
		expect(`\n${drawn}`).toBe(`
 elasticsearch-m…              ░░░░░░░░░░░▒▒▒▒▒▒▓▓▓▓███     23s
 redis-mcp                             ░░░░░░░░░░░░░×××    40ms
 postgres-mcp                  ░░░░░░░░░░░░░░░░░░░░░░░░    40ms
 never            nothing is kept of it
                                        00:00       now
 ░ fast  ▒ fine  ▓ slow  █ critical  × no answer`);
	});
	test('keeps the given order where that is asked for', () => {
		const names = heatmapRows(servers, timelines, 'p95', 'given').map(({name}) => name);
		expect(names).toEqual(['postgres-mcp', 'redis-mcp', 'elasticsearch-mcp', 'never']);
	});
	test('tells the shades apart in ASCII', () => {
		const rows = heatmapRows([servers[1]!], timelines, 'availability', 'given');
		expect(textOf(drawHeatmap({rows, measure: 'availability', selected: 'redis-mcp'}, contextOf(64, true)))).toContain(
			'.........:**####',
		);
	});
	test('says so where there is nothing to shade', () => {
		const row = (name: string) => heatmapRows([unknownState(name)], new Map(), 'p95', 'worst');
		expect(textOf(drawHeatmap({rows: [], measure: 'p95', selected: null}, contextOf(60)))).toBe(' no servers to show');
		expect(textOf(drawHeatmap({rows: row('a'), measure: 'p95', selected: null}, contextOf(60)))).toContain(
			'nothing is kept of it',
		);
		expect(
			textOf(
				drawHeatmap({rows: heatmapRows(servers, null, 'p95', 'given'), measure: 'p95', selected: null}, contextOf(60)),
			),
		).toContain('fetching its past');
	});
	test('keeps inside its columns, a line for each server, whatever they are called', () => {
		const share = fc.option(fc.double({min: 0, max: 1, noNaN: true}), {nil: null});
		const ms = fc.option(fc.double(), {nil: null});
		const cells = fc.array(fc.tuple(share, ms), {maxLength: 200}).map(all =>
			cellsOf(
				all.map(([one]) => one),
				7 * dayMs,
				all.map(([, one]) => one),
			),
		);
		const names = fc.array(anyText, {
			minLength: 1,
			maxLength: 6,
		});
		fc.assert(
			fc.property(names, cells, fc.constantFrom(...heatmapMeasures), anyContext, (all, past, measure, context) => {
				const states = all.map(name => upState(name));
				const rows = heatmapRows(states, new Map([[all[0] ?? '', past]]), measure, 'worst');
				const lines = drawHeatmap({rows, measure, selected: all[0] ?? null}, context);
				expectFit(lines, context);
				expect(lines).toHaveLength(rows.length + heatmapExtraLines);
			}),
			{numRuns: 40},
		);
	});
	test('asks for as many cells as there is room for', () => {
		fc.assert(
			fc.property(anyContext, context => {
				const count = heatmapCells(context.columns);
				const past = cellsOf(always(count, 1), dayMs);
				const rows = heatmapRows([upState('a')], new Map([['a', past]]), 'availability', 'given');
				const [first] = drawHeatmap({rows, measure: 'availability', selected: null}, context);
				expect(textOf([first ?? []]).match(/[░.]+/)?.[0]).toHaveLength(count);
			}),
		);
	});
});
