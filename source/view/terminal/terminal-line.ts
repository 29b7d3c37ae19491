import {clustersOf, isNarrow, widthOf} from '../draw/width.ts';

/**
 * Makes a line of a frame safe to write: never more than so many columns, and after each character whose width
 * terminals disagree about, the cursor is put where it belongs, so that what follows stays aligned.
 */
export function toTerminalLine(line: string, columns: number): {readonly text: string; readonly width: number} {
	const pieces = line.split(/(\x1b\[[\d;:]*m)/);
	const plain = pieces.filter((_piece, index) => index % 2 === 0).join('');
	const isPlain = isNarrow(plain);
	if (isPlain && plain.length <= columns) return {text: line, width: plain.length};
	let text = '';
	let width = 0;
	for (const [index, piece] of pieces.entries()) {
		if (index % 2 === 1) {
			text += piece;
			continue;
		}
		for (const cluster of clustersOf(piece.replace(/\p{Cc}/gu, ''))) {
			const next = width + widthOf(cluster);
			if (next > columns) continue;
			width = next;
			text += isNarrow(cluster) ? cluster : `${cluster}\x1b[${width + 1}G`;
		}
	}
	return {text: isPlain ? text : `\x1b[2K${text}`, width};
}
