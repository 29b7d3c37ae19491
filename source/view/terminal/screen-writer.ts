import type {WriteStream} from 'node:tty';
import {toTerminalLine} from './terminal-line.ts';

/** What of a terminal's output is used here. */
export type Output = Pick<WriteStream, 'write' | 'columns' | 'rows'> & NodeJS.EventEmitter;

/** Writes frames to a terminal, of each only what differs from the one before. */
export interface ScreenWriter {
	/** Shows a frame: lines of text with colours. What is beyond the last row is left out. */
	show(frame: readonly string[]): void;
	/** Writes the last frame once more, whole: something else may have written over it. */
	repaint(): void;
	/** Ends the writing; what comes later is dropped. */
	close(): void;
}

const beginUpdate = '\x1b[?2026h';
const endUpdate = '\x1b[?2026l';

/** Makes a writer. While the terminal does not keep up, frames are dropped and only the newest is written. */
export function createScreenWriter(output: Output): ScreenWriter {
	let shown: readonly string[] = [];
	let size = '';
	let last: readonly string[] = [];
	let waiting: readonly string[] | null = null;
	let isBlocked = false;
	let isClosed = false;

	function show(frame: readonly string[]) {
		if (isClosed) return;
		last = frame;
		if (isBlocked) {
			waiting = frame;
			return;
		}
		const {columns = 80, rows = 24} = output;
		const isResized = size !== `${columns}x${rows}`;
		if (isResized) shown = [];
		size = `${columns}x${rows}`;
		const lines = frame.slice(0, rows);
		const changes = changesBetween(shown, lines, columns);
		shown = lines;
		if (changes === '' && !isResized) return;
		const clear = isResized ? '\x1b[2J' : '';
		isBlocked = !output.write(`${beginUpdate}${clear}${changes}${endUpdate}`);
	}

	function resume() {
		isBlocked = false;
		const frame = waiting;
		waiting = null;
		if (frame !== null) show(frame);
	}

	output.on('drain', resume);
	return {
		show,
		repaint() {
			size = '';
			show(last);
		},
		close() {
			isClosed = true;
			output.off('drain', resume);
		},
	};
}

function changesBetween(before: readonly string[], lines: readonly string[], columns: number): string {
	let changes = '';
	for (let row = 0; row < Math.max(before.length, lines.length); row++) {
		const line = lines[row] ?? '';
		if (line === (before[row] ?? '')) continue;
		const {text, width} = toTerminalLine(line, columns);
		// After the last column the cursor stands on it still: erasing from there would take the last character.
		const rest = width < columns ? '\x1b[K' : '';
		const plain = text.includes('\x1b[') ? '\x1b[0m' : '';
		changes += `\x1b[${row + 1};1H${text}${plain}${rest}`;
	}
	return changes;
}
