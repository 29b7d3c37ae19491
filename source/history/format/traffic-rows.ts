import {type Category, categories} from '../../domain/categories.ts';
import {emptyHistogram, isHistogram} from '../../domain/latency-histogram.ts';
import type {TrafficCell, TrafficSpan} from '../../domain/traffic.ts';
import {BrokenFile} from './broken.ts';
import {latestInstant} from './instant.ts';

/**
 * A span is `[number, cell, …]`, its number counted in spans of its size since the epoch. A cell is `[agent, tool,
 * calls, last, latencies, errors]`: the places of its names, or -1 where it is not known who called, and when the last
 * call was made, in ms since the span began. Latencies and errors are left out where there are none.
 */
export function encodeTraffic(spans: readonly TrafficSpan[], sizeMs: number, names: string[]): readonly unknown[] {
	const places = new Map(names.map((name, place) => [name, place]));
	const placeOf = (name: string): number => {
		const known = places.get(name);
		if (known !== undefined) return known;
		places.set(name, names.length);
		return names.push(name) - 1;
	};
	return spans.map(({start, cells}) => [
		start / sizeMs,
		...cells.map(({agent, tool, calls, lastAt, latencies, errors}) => {
			const row: unknown[] = [
				agent === null ? -1 : placeOf(agent),
				placeOf(tool),
				calls,
				Math.max(0, Math.round(lastAt - start)),
				latencies === '' ? 0 : latencies,
				Object.keys(errors).length === 0 ? 0 : errors,
			];
			while (row.at(-1) === 0 && row.length > 3) row.pop();
			return row;
		}),
	]);
}

/** Reads such rows; throws `BrokenFile` where they are none. */
export function decodeTraffic(rows: unknown, sizeMs: number, names: readonly string[]): TrafficSpan[] {
	if (!Array.isArray(rows)) throw new BrokenFile('it has no list of calls');
	let before = -1;
	return rows.map(row => {
		if (!Array.isArray(row)) throw new BrokenFile('a span of calls is not a row');
		const [number, ...cells] = row as unknown[];
		const start = toCount(number) * sizeMs;
		if (start <= before || start > latestInstant) throw new BrokenFile('its calls are out of order');
		before = start;
		return {start, cells: cells.map(cell => decodeCell(cell, start, names))};
	});
}

function decodeCell(cell: unknown, start: number, names: readonly string[]): TrafficCell {
	if (!Array.isArray(cell)) throw new BrokenFile('calls are not a row');
	const [agent, tool, calls, last = 0, latencies = 0, errors = 0] = cell as unknown[];
	const isLatencies = typeof latencies === 'string' && isHistogram(latencies);
	if (latencies !== 0 && !isLatencies) throw new BrokenFile('calls have wrong latencies');
	return {
		agent: agent === -1 ? null : nameAt(agent, names),
		tool: nameAt(tool, names),
		calls: toCount(calls),
		lastAt: start + toCount(last),
		latencies: isLatencies ? latencies : emptyHistogram,
		errors: decodeErrors(errors),
	};
}

function nameAt(place: unknown, names: readonly string[]): string {
	const name = names[toCount(place)];
	if (name === undefined) throw new BrokenFile('calls have no name');
	return name;
}

function toCount(value: unknown): number {
	if (!Number.isSafeInteger(value) || (value as number) < 0) throw new BrokenFile('calls have a wrong count');
	return value as number;
}

function decodeErrors(value: unknown): TrafficCell['errors'] {
	if (value === 0) return {};
	if (typeof value !== 'object' || value === null) throw new BrokenFile('calls have wrong errors');
	const errors: Partial<Record<Category, number>> = {};
	for (const [name, count] of Object.entries(value)) {
		if (!Object.hasOwn(categories, name)) throw new BrokenFile('calls have an error of an unknown category');
		errors[name as Category] = toCount(count);
	}
	return errors;
}
