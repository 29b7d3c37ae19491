import {expect, test} from 'vitest';
import {formatDuration, formatExactMs, formatLatency, formatPercent, plural} from '../../source/domain/format.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

test.each<[ms: number, text: string]>([
	[0, '0ms'],
	[0.4, '0ms'],
	[42.4, '42ms'],
	[999.4, '999ms'],
	[999.6, '1.0s'],
	[1000, '1.0s'],
	[4821, '4.8s'],
	[9949, '9.9s'],
	[9950, '10s'],
	[12_300, '12s'],
	[59_999, '60s'],
	[125_000, '125s'],
])('a latency of %d ms reads %s', (ms, text) => expect(formatLatency(ms)).toBe(text));

test.each<[ms: number, text: string]>([
	[42, '42ms'],
	[999.6, '1,000ms'],
	[4821.4, '4,821ms'],
	[1_234_567, '1,234,567ms'],
])('to the millisecond %d reads %s', (ms, text) => expect(formatExactMs(ms)).toBe(text));

test.each<[ms: number, text: string]>([
	[-5, '0s'],
	[0, '0s'],
	[999, '0s'],
	[45 * secondMs, '45s'],
	[59_999, '59s'],
	[minuteMs, '1m'],
	[4 * minuteMs + 59_999, '4m'],
	[hourMs - 1, '59m'],
	[hourMs, '1h'],
	[2 * hourMs + 3 * minuteMs, '2h 3m'],
	[24 * hourMs - 1, '23h 59m'],
	[24 * hourMs, '1d'],
	[24 * hourMs + 59 * minuteMs, '1d'],
	[76 * hourMs, '3d 4h'],
])('%d ms have lasted %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each<[share: number, text: string]>([
	[1, '100.0%'],
	[0.99999, '99.9%'],
	[0.9994, '99.9%'],
	[0.999, '99.9%'],
	[0.99899, '99.8%'],
	[0.57, '57.0%'],
	[0.29, '29.0%'],
	[0, '0.0%'],
])('a share of %d reads %s', (share, text) => expect(formatPercent(share)).toBe(text));

test('one is no plural', () => {
	expect([0, 1, 2].map(count => plural(count, 'tool'))).toEqual(['0 tools', '1 tool', '2 tools']);
});
