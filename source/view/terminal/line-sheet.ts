/**
 * Keeps drawn lines out of Ink. Ink measures, splits and joins every character of every text at every frame, and never
 * forgets a text it has measured: too slow for a full screen and too much for a screen that stays open for weeks.
 * So it is given one sign for each line, and the signs are replaced in the frame.
 */
export interface LineSheet {
	/** The sign for a line: one character, one column wide. The same line has the same sign while it is on screen. */
	signFor(line: string): string;
	/** A frame's lines, with the drawn ones in place of their signs. Lines that are in no frame any more are forgotten. */
	fill(frame: string): readonly string[];
}

/** Ink measures plain characters much faster than others, so they come first. */
const plainSigns = Array.from({length: 0x7e - 0x20}, (_none, index) => String.fromCharCode(0x21 + index));

/** From here to U+F8FF characters have no meaning of their own. */
const firstOtherSign = 0xe000;

/** The first, second, … sign. */
const signAt = (index: number): string =>
	plainSigns[index] ?? String.fromCharCode(firstOtherSign + index - plainSigns.length);

/** Makes an empty sheet. */
export function createLineSheet(): LineSheet {
	const signs = new Map<string, string>();
	const lines = new Map<string, string>();
	const free: string[] = [];
	let taken = 0;

	function add(line: string): string {
		const sign = free.pop() ?? signAt(taken++);
		signs.set(line, sign);
		lines.set(sign, line);
		return sign;
	}

	return {
		signFor: line => signs.get(line) ?? add(line),
		fill(frame) {
			const drawn = frame.split('\n');
			const filled = drawn.map(line => lines.get(line) ?? line);
			const used = new Set(drawn);
			for (const [sign, line] of lines) {
				if (used.has(sign)) continue;
				lines.delete(sign);
				signs.delete(line);
				free.push(sign);
			}
			return filled;
		},
	};
}
