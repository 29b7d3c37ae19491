import {PassThrough} from 'node:stream';
import type {ReadStream} from 'node:tty';
import {createMouseFilter, type MouseEvent} from './mouse.ts';

/**
 * What Ink takes for the terminal's input: the keys alone. What the mouse does goes to `onMouse`. Nothing is read
 * before Ink asks for raw mode, or after it has left it.
 */
export function createMouseInput(stdin: ReadStream, onMouse: (event: MouseEvent) => void): ReadStream {
	const keys = new PassThrough();
	const filter = createMouseFilter();
	let waiting: NodeJS.Immediate | undefined;

	function take(chunk: string | Buffer) {
		clearImmediate(waiting);
		const told = filter.push(String(chunk));
		for (const event of told.events) onMouse(event);
		if (told.keys !== '') keys.write(told.keys);
		if (filter.isInDoubt) waiting = setImmediate(() => keys.write(filter.flush()));
	}

	function end() {
		clearImmediate(waiting);
		keys.end(filter.flush());
	}

	for (const event of ['end', 'close']) stdin.once(event, end);
	return Object.assign(keys, {
		isTTY: stdin.isTTY,
		setRawMode(isRaw: boolean) {
			stdin.setRawMode(isRaw);
			stdin.off('data', take);
			clearImmediate(waiting);
			if (isRaw) stdin.setEncoding('utf8').on('data', take);
			else stdin.pause();
			return keys;
		},
		ref: () => stdin.ref(),
		unref: () => stdin.unref(),
	}) as unknown as ReadStream;
}
