import {formatDay, formatTime, formatWeekday} from '../../domain/local-time.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A distance between two labels, and what the labels say. */
interface Scale {
	readonly stepMs: number;
	readonly label: (at: number) => string;
}

const clockSteps = [10 * minuteMs, 30 * minuteMs, ...[1, 2, 3, 6, 12].map(hours => hours * hourMs)];
const daySteps = [1, 2, 7, 14, 28].map(days => days * dayMs);
const longestInWeekdays = 8 * dayMs;
const labelGap = 2;

/**
 * The labels under something that shows the time from `start` to `end`, in so many columns: times of the local clock, or
 * days. Ends with `now` where that is so.
 */
export function drawTimeAxis({start, end}: TimeRange, columns: number, now: number): string {
	if (!(end > start) || columns < 1) return '';
	const isNow = Math.abs(now - end) <= Math.max(minuteMs, (2 * (end - start)) / columns);
	const ending = isNow && columns >= 3 ? 'now' : '';
	const room = columns - (ending === '' ? 0 : ending.length + 1);
	let axis = '';
	for (const {at, label} of ticksOf({start, end}, columns)) {
		const column = Math.floor(((at - start) / (end - start)) * columns);
		const isFree = axis === '' || column > axis.length;
		if (isFree && column + label.length <= room) axis = axis.padEnd(column) + label;
	}
	return (axis.padEnd(columns - ending.length) + ending).trimEnd();
}

export interface TimeRange {
	/** Ms since the epoch. */
	readonly start: number;
	readonly end: number;
}

function ticksOf(range: TimeRange, columns: number): readonly {at: number; label: string}[] {
	const {start, end} = range;
	const scale = scalesOf(end - start).find(
		({stepMs, label}) => (stepMs / (end - start)) * columns >= label(start).length + labelGap,
	);
	if (!scale) return [];
	const ticks: {at: number; label: string}[] = [];
	for (let at = midnightBefore(start); at < end && ticks.length < columns; at = step(at, scale.stepMs)) {
		if (at >= start) ticks.push({at, label: scale.label(at)});
	}
	return ticks;
}

function scalesOf(lengthMs: number): readonly Scale[] {
	const byClock = clockSteps.map(stepMs => ({stepMs, label: formatTime}));
	const label = lengthMs <= longestInWeekdays ? formatWeekday : formatDay;
	const byDay = daySteps.map(stepMs => ({stepMs, label}));
	return lengthMs <= 2 * dayMs ? [...byClock, ...byDay] : byDay;
}

function midnightBefore(at: number): number {
	const day = new Date(at);
	return day.setHours(0, 0, 0, 0);
}

/** Days are not all equally long, so they are counted and not added up. */
function step(at: number, stepMs: number): number {
	if (stepMs < dayMs) return at + stepMs;
	const day = new Date(at);
	return day.setDate(day.getDate() + stepMs / dayMs);
}
