import * as z from 'zod';
import type {Cursor, Stretch, Watch} from '../../domain/availability.ts';
import {BrokenFile} from './broken.ts';
import {instant, latestInstant} from './instant.ts';

const letters: Readonly<Record<Watch, string>> = {available: 'a', unavailable: 'o', unknown: 'u'};
const watches = new Map(Object.entries(letters).map(([watch, letter]) => [letter, watch as Watch]));

const shape = z.object({
	at: instant,
	isGood: z.boolean(),
	isOut: z.boolean(),
	isLockedOut: z.boolean(),
	wasGood: z.boolean(),
	stretches: z.string(),
});

/** A cursor with its stretches as one text: of each its letter, when it began after the one before, how long it is. */
export function encodeCursor({at, stretches, ...rest}: Cursor): unknown {
	let before = 0;
	const rows = stretches.map(([from, to, watch]) => {
		const row = `${letters[watch]}${Math.round(from - before).toString(36)} ${Math.round(to - from).toString(36)};`;
		before = Math.round(from);
		return row;
	});
	return {at: Math.round(at), ...rest, stretches: rows.join('')};
}

/** Reads a cursor; throws `BrokenFile` when it is none. */
export function decodeCursor(value: unknown): Cursor {
	const parsed = shape.safeParse(value);
	if (!parsed.success) throw new BrokenFile('its last check is not as it should be');
	return {...parsed.data, stretches: decodeStretches(parsed.data.stretches)};
}

function decodeStretches(text: string): Stretch[] {
	let from = 0;
	return text
		.split(';')
		.slice(0, -1)
		.map(row => {
			const [since = '', length = ''] = row.slice(1).split(' ');
			from += Number.parseInt(since, 36);
			const to = from + Number.parseInt(length, 36);
			const watch = watches.get(row.charAt(0));
			if (!watch || !(from >= 0 && to >= from && to <= latestInstant))
				throw new BrokenFile('a stretch of time is wrong');
			return [from, to, watch];
		});
}
