import {plural} from '../../../domain/format.ts';
import {plainText} from '../../../domain/plain-text.ts';
import type {Transport} from '../../../domain/server.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {foreign, type Line, span} from '../../draw/line.ts';
import {wrapTo} from '../../draw/width.ts';
import {highlightLine} from './highlight.ts';

/** What a server has written to stderr. */
export interface LogTab {
	readonly transport: Transport;
	/** Oldest first; null while they are fetched. */
	readonly lines: readonly string[] | null;
	/** What is searched for; empty for nothing. */
	readonly search: string;
	/** New lines scroll into sight by themselves. */
	readonly isFollowing: boolean;
}

const longestLine = 2000;

/** The log, long lines over several. In a line that has what is searched for stands a mark at the left. */
export function drawLog({transport, lines, search}: LogTab, context: DrawContext): readonly Line[] {
	if (transport !== 'stdio') {
		return fitLines(quietLines('only servers that are started from here have a log', context), context);
	}
	if (lines === null) return fitLines(quietLines('fetching its log', context), context);
	if (lines.length === 0) return fitLines(quietLines('nothing on stderr yet', context), context);
	const wanted = search.toLowerCase();
	return fitLines(
		lines.flatMap(line => drawEntry(line, wanted, context)),
		context,
	);
}

/** How much there is, whether it follows, and how much was found: to stand beside the log. */
export function describeLog({lines, search, isFollowing}: LogTab, {look}: DrawContext): string {
	const wanted = search.toLowerCase();
	const found = lines?.filter(line => has(plainText(line, longestLine), wanted)).length ?? 0;
	return [
		plural(lines?.length ?? 0, 'line'),
		...(wanted === '' ? [] : [`${found} with ${foreign(search)}`]),
		isFollowing ? 'following' : 'held',
	].join(` ${look.glyphs.separator} `);
}

const has = (text: string, wanted: string): boolean => wanted !== '' && text.toLowerCase().includes(wanted);

function drawEntry(text: string, wanted: string, {columns, look}: DrawContext): readonly Line[] {
	const plain = plainText(text, longestLine);
	const margin = has(plain, wanted) ? span(look.glyphs.selection, 'accent') : span(' ');
	return wrapTo(plain, Math.max(10, columns - 3)).map((line, index): Line => {
		const piece = span(index === 0 ? foreign(line) : `  ${foreign(line)}`);
		return [margin, ...highlightLine([piece], wanted)];
	});
}
