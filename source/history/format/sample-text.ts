import {type Category, categories} from '../../domain/categories.ts';
import type {Sample} from '../../domain/probe-result.ts';
import {BrokenFile} from './broken.ts';
import {latestInstant} from './instant.ts';

/**
 * Samples as one text, in their order, for this is what is written every minute. A row is `TIME LATENCY CATEGORY
 * UNCOUNTED CALLS`: ms since the row before, hundredths of a ms, a failure's category, `u`, `total/failed`. Numbers are
 * in base 36, what is absent is `-`, and what is absent at the end is left out. Rows end with `;`.
 */
export function encodeSamples(samples: readonly Sample[]): string {
	let before = 0;
	let text = '';
	for (const sample of samples) {
		const at = Math.round(sample.at);
		text += `${(at - before).toString(36)}${encodeRest(sample)};`;
		before = at;
	}
	return text;
}

/** Reads such a text; throws `BrokenFile` when it is none. */
export function decodeSamples(text: string): Sample[] {
	let at = 0;
	return text
		.split(';')
		.slice(0, -1)
		.map(row => {
			const [time = '', latency = absent, category = absent, uncounted = absent, calls = absent] = row.split(' ');
			at += Number.parseInt(time, 36);
			if (!(at >= 0 && at <= latestInstant)) throw new BrokenFile('a sample has no time');
			return {
				at,
				latencyMs: latency === absent ? null : decodeLatency(latency),
				category: category === absent ? null : decodeCategory(category),
				counted: uncounted === absent,
				...(calls !== absent && {calls: decodeCalls(calls)}),
			};
		});
}

const absent = '-';

function encodeRest({latencyMs, category, counted, calls}: Sample): string {
	// Nearly every row is one of these.
	if (category === null && counted && !calls) return latencyMs === null ? '' : ` ${encodeLatency(latencyMs)}`;
	const latency = latencyMs === null ? absent : encodeLatency(latencyMs);
	const row = ` ${latency} ${category ?? absent}`;
	if (counted && !calls) return row;
	return `${row} ${counted ? absent : 'u'}${calls ? ` ${calls.total}/${calls.failed}` : ''}`;
}

const encodeLatency = (ms: number): string => Math.round(ms * 100).toString(36);

function decodeLatency(text: string): number {
	const hundredths = Number.parseInt(text, 36);
	if (!(hundredths >= 0 && hundredths <= latestInstant)) throw new BrokenFile('a sample has no latency');
	return hundredths / 100;
}

function decodeCategory(text: string): Category {
	if (!Object.hasOwn(categories, text)) throw new BrokenFile('a sample has an unknown category');
	return text as Category;
}

function decodeCalls(text: string): {total: number; failed: number} {
	const [total = '', failed = ''] = text.split('/');
	const calls = {total: Number(total), failed: Number(failed)};
	if (!isCount(calls.total) || !isCount(calls.failed)) throw new BrokenFile('a sample has no number of calls');
	return calls;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
