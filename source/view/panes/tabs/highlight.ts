import {type Line, type Span, span} from '../../draw/line.ts';

/** Marks what is searched for, in lines as they are drawn. Case does not matter; an empty text marks nothing. */
export function highlight(lines: readonly Line[], search: string): readonly Line[] {
	const wanted = search.toLowerCase();
	return lines.map(line => highlightLine(line, wanted));
}

/** The numbers of the lines in which the text occurs, from 0. */
export function matchesIn(lines: readonly Line[], search: string): readonly number[] {
	const wanted = search.toLowerCase();
	if (wanted === '') return [];
	return lines.flatMap((line, index) => (textOf(line).toLowerCase().includes(wanted) ? [index] : []));
}

const textOf = (line: Line): string => line.map(({text}) => text).join('');

/** The same for one line and a text in lower case. */
export function highlightLine(line: Line, wanted: string): Line {
	if (wanted === '') return line;
	const text = textOf(line);
	const lower = text.toLowerCase();
	// Few letters change their number when they change their case; their lines are found but not marked.
	if (lower.length !== text.length || !lower.includes(wanted)) return line;
	const isMarked = new Array<boolean>(text.length).fill(false);
	for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
		isMarked.fill(true, at, at + wanted.length);
	}
	let start = 0;
	return line.flatMap(one => {
		const pieces = split(one, isMarked.slice(start, start + one.text.length));
		start += one.text.length;
		return pieces;
	});
}

function split({text, tone}: Span, isMarked: readonly boolean[]): readonly Span[] {
	const pieces: Span[] = [];
	let from = 0;
	for (let to = 1; to <= text.length; to++) {
		if (to < text.length && isMarked[to] === isMarked[from]) continue;
		pieces.push(span(text.slice(from, to), isMarked[from] ? 'cursor' : tone));
		from = to;
	}
	return pieces;
}
