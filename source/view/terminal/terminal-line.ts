import {clustersOf, widthOf} from '../draw/width.ts';

/** Characters about whose width all terminals agree: ASCII, accents, arrows, boxes, blocks and our own glyphs. */
const agreed = /^[\x20-\x7e\u00a0-\u00ff\u2010-\u2027\u2190-\u21ff\u2300-\u23ff\u2500-\u25ff\u26a0\u2716]*$/;

/**
 * Makes a line of a frame safe to write: never more than so many columns, and after each character whose width
 * terminals disagree about, the cursor is put where it belongs, so that what follows stays aligned.
 */
export function toTerminalLine(line: string, columns: number): {readonly text: string; readonly width: number} {
	const pieces = line.split(/(\x1b\[[\d;:]*m)/);
	const plain = pieces.filter((_piece, index) => index % 2 === 0).join('');
	const isAgreed = agreed.test(plain);
	if (isAgreed && plain.length <= columns) return {text: line, width: plain.length};
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
			text += agreed.test(cluster) ? cluster : `${cluster}\x1b[${width + 1}G`;
		}
	}
	return {text: isAgreed ? text : `\x1b[2K${text}`, width};
}
