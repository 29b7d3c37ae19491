import type {ParsedQuery} from '../../domain/query.ts';
import {foreign, type Line, span, spread} from '../draw/line.ts';
import {drawEntry} from '../entry/visible-part.ts';
import {type ScreenState, usualOrder} from '../state/screen-state.ts';
import {isFalling} from '../table/columns.ts';
import type {Look} from '../theme.ts';

/** What the line about the view needs to know. */
export interface Shown {
	readonly found: number;
	readonly total: number;
}

/** True when the table is not as it is by default, which its reader must be told. */
export const hasViewLine = (state: ScreenState): boolean =>
	state.entry?.kind === 'filter' ||
	state.filter.text !== '' ||
	state.isProblemsOnly ||
	state.groupBy !== null ||
	state.marked.size > 0 ||
	state.order.by !== usualOrder.by ||
	state.order.isDescending;

/** What the table is limited to, at the left; what is marked, how it is grouped and ordered, at the right. */
export function drawViewLine(state: ScreenState, shown: Shown, columns: number, look: Look): Line {
	const arrow = isFalling(state.order) ? look.glyphs.falling : look.glyphs.rising;
	const right = [
		...(state.marked.size > 0 ? [span(`${look.glyphs.marked} ${state.marked.size} marked   `, 'marked')] : []),
		...(state.isProblemsOnly ? [span('problems only   ', 'warning')] : []),
		...(state.groupBy ? [span(`group ${foreign(state.groupBy)}   `, 'dim')] : []),
		span(`order ${state.order.by} ${arrow} `, 'dim'),
	];
	return spread(drawFilter(state, shown, columns, look), right, columns);
}

function drawFilter(state: ScreenState, {found, total}: Shown, columns: number, look: Look): Line {
	const {filter, entry, isProblemsOnly} = state;
	const count = `${found} of ${total}`;
	const behind: Line = filter.parsed.ok
		? [span(`  ${count}`, 'dim')]
		: [span(`  ${wordMistake(filter.parsed)}`, 'bad')];
	if (entry?.kind === 'filter') {
		const options = entry.completion?.options.slice(0, 8).join(' ') ?? '';
		const room = Math.max(10, Math.floor(columns / 2));
		return [
			span(' / ', 'accent'),
			...drawEntry(entry.line, room, look),
			...behind,
			span(options === '' ? '' : `  ${foreign(options)}`, 'accent'),
		];
	}
	if (filter.text !== '') return [span(' / ', 'accent'), ...markMistake(state), ...behind];
	return isProblemsOnly ? [span(' '), span(count, 'dim')] : [];
}

const wordMistake = ({column, message}: Extract<ParsedQuery, {ok: false}>): string => `column ${column}: ${message}`;

/** A filter with a mistake is shown with the place of it, and what comes after, marked. */
function markMistake({filter: {text, parsed}}: ScreenState): Line {
	if (parsed.ok) return [span(text)];
	return [span(text.slice(0, parsed.column - 1)), span(text.slice(parsed.column - 1), 'bad')];
}
