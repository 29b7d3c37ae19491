import {foreign, type Line, span, spread} from '../draw/line.ts';
import {initialState, type ScreenState} from '../state/screen-state.ts';
import type {Look} from '../theme.ts';

/** What the line about the view needs to know. */
export interface Shown {
	readonly found: number;
	readonly total: number;
}

/** True when the table is not as it is by default, which its reader must be told. */
export const hasViewLine = (state: ScreenState): boolean =>
	state.isTyping ||
	state.filter.text !== '' ||
	state.isProblemsOnly ||
	state.groupBy !== null ||
	state.order.by !== initialState.order.by ||
	state.order.isDescending;

/** What the table is limited to, at the left; how it is grouped and ordered, at the right. */
export function drawViewLine(state: ScreenState, {found, total}: Shown, columns: number, look: Look): Line {
	const arrow = state.order.isDescending ? look.glyphs.rising : look.glyphs.falling;
	const right = [
		...(state.isProblemsOnly ? [span('problems only   ', 'warning')] : []),
		...(state.groupBy ? [span(`group ${foreign(state.groupBy)}   `, 'dim')] : []),
		span(`order ${state.order.by} ${arrow} `, 'dim'),
	];
	return spread(drawFilter(state, found, total, look), right, columns);
}

function drawFilter({filter, isTyping, isProblemsOnly}: ScreenState, found: number, total: number, look: Look): Line {
	const count = span(`  ${found} of ${total}`, 'dim');
	if (!isTyping && filter.text === '') return isProblemsOnly ? [span(' '), span(`${found} of ${total}`, 'dim')] : [];
	const typed = [span(' / ', 'accent'), span(filter.text), span(isTyping ? look.glyphs.cursor : '', 'accent')];
	if (filter.parsed.ok) return [...typed, count];
	return [...typed, span(`  column ${filter.parsed.column}: ${filter.parsed.message}`, 'bad')];
}
