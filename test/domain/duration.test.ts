import {expect, test} from 'vitest';
import {parseDuration} from '../../source/domain/duration.ts';

test.each([
	['30s', 30_000],
	['15m', 900_000],
	['2h', 7_200_000],
	['1d', 86_400_000],
	['99999d', 8_639_913_600_000],
])('%s is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each(['', '0m', '-1h', '1.5h', '2', 'h', '2 h', '2w', '100000s', '2h3m', '１h'])('"%s" is no duration', text =>
	expect(parseDuration(text)).toBeNull(),
);
