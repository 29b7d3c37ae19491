import {Writable} from 'node:stream';
import type {Output, ScreenWriter} from './screen-writer.ts';

/**
 * What Ink takes for the terminal. Every write is a whole frame. It is the real terminal's size, but does not say when
 * that changes: Ink would draw the old lines at the new width before the screen has laid itself out again.
 */
export function createStandIn(output: Output, writer: ScreenWriter): NodeJS.WriteStream {
	const standIn = new Writable({
		decodeStrings: false,
		write(frame: string | Buffer, _encoding, done) {
			writer.show(String(frame));
			done();
		},
	});
	return Object.defineProperties(standIn, {
		columns: {get: () => output.columns},
		rows: {get: () => output.rows},
		isTTY: {value: true},
	}) as Writable & NodeJS.WriteStream;
}
