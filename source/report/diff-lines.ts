/** A line of a comparison: in both, only before, only after; or what stands for lines left out. */
export interface DiffLine {
	readonly sign: ' ' | '-' | '+' | '…';
	readonly text: string;
}

/** Lines between the equal ends beyond which the whole middle counts as replaced. */
const mostCompared = 200;
/** Equal lines that are shown on either side of a change. */
const around = 2;
/** Characters: of a longer line only what is near its change is shown. */
const longestWhole = 160;
const shownNear = 60;

/** How a list of lines became another one, without the lines that are far from any change. Takes bounded work. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
	const shorter = Math.min(before.length, after.length);
	let head = 0;
	while (head < shorter && before[head] === after[head]) head++;
	let tail = 0;
	while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
	const middle = compare(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
	const ends = [before.slice(0, head), tail === 0 ? [] : before.slice(-tail)].map(lines => lines.map(same));
	return leaveOut([...(ends[0] ?? []), ...middle, ...(ends[1] ?? [])]);
}

const same = (text: string): DiffLine => ({sign: ' ', text});

function compare(old: readonly string[], fresh: readonly string[]): readonly DiffLine[] {
	if (old.length > mostCompared || fresh.length > mostCompared) return replaced(old, fresh);
	const lengths = commonLengths(old, fresh);
	const lines: DiffLine[] = [];
	const [gone, come]: [string[], string[]] = [[], []];
	const flush = () => lines.push(...replaced(gone.splice(0), come.splice(0)));
	let [i, j] = [0, 0];
	while (i < old.length || j < fresh.length) {
		if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
			flush();
			lines.push(same(old[i] ?? ''));
			i++;
			j++;
		} else if (j >= fresh.length || (i < old.length && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
			gone.push(old[i++] ?? '');
		} else {
			come.push(fresh[j++] ?? '');
		}
	}
	flush();
	return lines;
}

/** The length of the longest common subsequence of what follows each pair of places. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly (readonly number[])[] {
	const table = Array.from({length: old.length + 1}, () => new Array<number>(fresh.length + 1).fill(0));
	for (let i = old.length - 1; i >= 0; i--) {
		for (let j = fresh.length - 1; j >= 0; j--) {
			const row = table[i];
			if (!row) continue;
			row[j] = old[i] === fresh[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
		}
	}
	return table;
}

const at = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0;

/** Lines in place of others. As many as before stand for each other, so long ones show where they differ. */
function replaced(gone: readonly string[], come: readonly string[]): readonly DiffLine[] {
	const pairs = gone.length === come.length ? gone.map((text, index) => near(text, come[index] ?? '')) : null;
	const [before, after] = pairs ? [pairs.map(([text]) => text), pairs.map(([, text]) => text)] : [gone, come];
	return [
		...before.map((text): DiffLine => ({sign: '-', text})),
		...after.map((text): DiffLine => ({sign: '+', text})),
	];
}

/** Of two long lines the part in which they differ, and a little of what is around it. */
function near(before: string, after: string): readonly [string, string] {
	const shorter = Math.min(before.length, after.length);
	if (Math.max(before.length, after.length) <= longestWhole) return [before, after];
	let head = 0;
	while (head < shorter && before[head] === after[head]) head++;
	let tail = 0;
	while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
	const start = head <= shownNear ? 0 : wordStart(before, head - shownNear, head);
	const cut = (text: string): string => {
		const end = tail <= shownNear ? text.length : text.length - tail + shownNear;
		const kept = text.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
		return `${start > 0 ? '…' : ''}${kept}${end < text.length ? '…' : ''}`;
	};
	return [cut(before), cut(after)];
}

/** Where a word begins from a place on, if one does before the other place. */
function wordStart(text: string, from: number, until: number): number {
	const space = text.indexOf(' ', from);
	return space >= 0 && space < until ? space + 1 : from;
}

function leaveOut(lines: readonly DiffLine[]): readonly DiffLine[] {
	const changed = lines.flatMap(({sign}, index) => (sign === ' ' ? [] : [index]));
	const shown = new Set(
		changed.flatMap(index => Array.from({length: 2 * around + 1}, (_, step) => index + step - around)),
	);
	return lines.flatMap((line, index): DiffLine[] => {
		if (changed.length === 0) return [];
		if (shown.has(index)) return [line];
		return index === 0 || shown.has(index - 1) ? [{sign: '…', text: ''}] : [];
	});
}
