import stringWidth from 'string-width';

/**
 * True for text of characters that take one column each on every terminal: ASCII, western letters, and the arrows,
 * boxes, blocks and dots that are drawn here.
 */
export const isNarrow = (text: string): boolean => narrow.test(text);

const narrow = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u00ff\u2010-\u2027\u2190-\u21ff\u23ce\u2500-\u25fc\u26a0\u2716]*$/;

/** How many columns of a terminal a text takes. */
export const widthOf = (text: string): number => (isNarrow(text) ? text.length : stringWidth(text));

const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** The characters as a reader counts them. */
export function* clustersOf(text: string): Generator<string> {
	for (const {segment} of segmenter.segment(text)) yield segment;
}

/** The start of a text that fits into so many columns; a text that was cut ends with the ellipsis. */
export function cutTo(text: string, columns: number, ellipsis: string): string {
	if (widthOf(text) <= columns) return text;
	const room = columns - widthOf(ellipsis);
	if (room < 0) return '';
	if (isNarrow(text)) return `${text.slice(0, room).trimEnd()}${ellipsis}`;
	let kept = '';
	let width = 0;
	for (const cluster of clustersOf(text)) {
		width += widthOf(cluster);
		if (width > room) break;
		kept += cluster;
	}
	return `${kept.trimEnd()}${ellipsis}`;
}

/** Brings a text to exactly so many columns. */
export function fitTo(text: string, columns: number, align: 'left' | 'right', ellipsis: string): string {
	const cut = cutTo(text, columns, ellipsis);
	const padding = ' '.repeat(Math.max(0, columns - widthOf(cut)));
	return align === 'left' ? cut + padding : padding + cut;
}

/** Breaks a text into lines of at most so many columns, between words where it can. */
export function wrapTo(text: string, columns: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ').flatMap(one => breakWord(one, columns))) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (widthOf(longer) <= columns || line === '') {
			line = longer;
		} else {
			lines.push(line);
			line = word;
		}
	}
	return [...lines, line];
}

function breakWord(word: string, columns: number): string[] {
	if (widthOf(word) <= columns) return [word];
	const pieces = [''];
	for (const cluster of clustersOf(word)) {
		if (widthOf(pieces[pieces.length - 1] + cluster) > columns) pieces.push('');
		pieces[pieces.length - 1] += cluster;
	}
	return pieces.filter(piece => piece !== '');
}
