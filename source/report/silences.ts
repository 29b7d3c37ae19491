import {formatRemaining} from '../domain/format.ts';
import type {Silence} from '../domain/silence.ts';

/** The silences that hold, one in a line. */
export const renderSilences = (silences: readonly Silence[], now: number): string =>
	silences.length === 0
		? 'no silences\n'
		: silences
				.map(
					({id, query, until, by, reason}) =>
						`${id}  ${query}  for ${formatRemaining(until - now)} more, by ${by}${reason ? `: ${reason}` : ''}\n`,
				)
				.join('');

/** The same for programs. */
export const renderSilencesJson = (silences: readonly Silence[]): string =>
	`${JSON.stringify(
		silences.map(({from, until, ...rest}) => ({...rest, from: toTime(from), until: toTime(until)})),
		null,
		2,
	)}\n`;

const toTime = (at: number): string => new Date(at).toISOString();
