// A terminal that only counts what is written to it, for the benchmarks of the screen.
import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import type {ReadStream} from 'node:tty';

/** Makes one of 160 × 50. `stdout` tells every write as `wrote`. */
export function createCountingTerminal() {
	const stdout = Object.assign(new EventEmitter(), {
		columns: 160,
		rows: 50,
		isTTY: true,
		bytes: 0,
		frames: 0,
		write(data: string | Uint8Array): boolean {
			stdout.bytes += Buffer.byteLength(data);
			stdout.frames++;
			stdout.emit('wrote');
			return true;
		},
	});
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		isRaw: false,
		setRawMode: () => stdin,
		ref: () => stdin,
		unref: () => stdin,
	});
	return {stdout, stdin, terminal: {stdin: stdin as unknown as ReadStream, stdout: stdout as never}};
}
