/** Cuts a stream of bytes into lines of UTF-8, holding one unfinished line at most. */
export interface LineSplitter {
	write(chunk: Buffer): void;
	/** The line that has not ended yet. */
	rest(): string;
}

export interface LineLimits {
	readonly maxLineBytes: number;
	/** A line longer than that: its head goes on to `onLine` and the rest is dropped, or, with `onTooLong`, nothing does. */
	readonly onTooLong?: () => void;
}

const newline = 0x0a;
const firstCapacity = 4096;
/** A buffer that grew beyond this for one line is not kept for the next. */
const keptCapacity = 256 * 1024;

/** @param onLine called with each line, without its line break. */
export function createLineSplitter(
	onLine: (line: string) => void,
	{maxLineBytes, onTooLong}: LineLimits,
): LineSplitter {
	let held = Buffer.alloc(0);
	let length = 0;
	let isSkipping = false;

	/** Doubling keeps a line that comes in many pieces linear. */
	function hold(piece: Buffer): void {
		const kept = piece.subarray(0, maxLineBytes - length);
		if (length + kept.length > held.length) {
			const grown = Buffer.allocUnsafe(Math.max(firstCapacity, held.length * 2, length + kept.length));
			held.copy(grown, 0, 0, length);
			held = grown;
		}
		kept.copy(held, length);
		length += kept.length;
		if (kept.length < piece.length && !isSkipping) {
			isSkipping = true;
			onTooLong?.();
		}
	}

	function finish(piece: Buffer): void {
		if (length === 0 && piece.length <= maxLineBytes) {
			onLine(toText(piece));
			return;
		}
		hold(piece);
		if (!isSkipping || !onTooLong) onLine(toText(held.subarray(0, length)));
		length = 0;
		isSkipping = false;
		if (held.length > keptCapacity) held = Buffer.alloc(0);
	}

	return {
		write(chunk) {
			let start = 0;
			for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
				finish(chunk.subarray(start, end));
				start = end + 1;
			}
			if (start < chunk.length) hold(chunk.subarray(start));
		},
		rest: () => toText(held.subarray(0, length)),
	};
}

const toText = (line: Buffer): string => line.toString('utf8').replace(/\r$/, '');
