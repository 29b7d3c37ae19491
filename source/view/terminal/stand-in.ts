import {Writable} from 'node:stream';
import type {LineSheet} from './line-sheet.ts';
import type {Output, ScreenWriter} from './screen-writer.ts';

/**
 * What Ink takes for the terminal: every write is a whole frame. It claims to be one column wide, because Ink fills a grid
 * of blanks of that width at each frame; the screen brings its own width, and lines may go beyond the grid. It never says
 * that it was resized: Ink would draw the old lines at the new size before the screen has laid itself out again.
 */
export function createStandIn(output: Output, writer: ScreenWriter, sheet: LineSheet): NodeJS.WriteStream {
	const standIn = new Writable({
		decodeStrings: false,
		write(frame: string | Buffer, _encoding, done) {
			writer.show(sheet.fill(String(frame)));
			done();
		},
	});
	return Object.defineProperties(standIn, {
		columns: {value: 1},
		rows: {get: () => output.rows},
		isTTY: {value: true},
	}) as Writable & NodeJS.WriteStream;
}
