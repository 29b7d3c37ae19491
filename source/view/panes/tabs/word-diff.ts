/** Words that stay in a row, or that were taken out or put in. */
export interface WordRun {
	readonly kind: 'same' | 'removed' | 'added';
	readonly text: string;
}

/** Beyond this many words between the equal ends, the whole middle counts as replaced. */
const mostCompared = 120;

/** How a text became another one, word by word. Takes bounded work. */
export function diffWords(before: string, after: string): readonly WordRun[] {
	const old = wordsOf(before);
	const fresh = wordsOf(after);
	const shorter = Math.min(old.length, fresh.length);
	let head = 0;
	while (head < shorter && old[head] === fresh[head]) head++;
	let tail = 0;
	while (tail < shorter - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
	return joinRuns([
		{kind: 'same', text: old.slice(0, head).join(' ')},
		...diffMiddle(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
		{kind: 'same', text: tail === 0 ? '' : old.slice(-tail).join(' ')},
	]);
}

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter(word => word !== '');

function diffMiddle(old: readonly string[], fresh: readonly string[]): readonly WordRun[] {
	if (old.length > mostCompared || fresh.length > mostCompared) {
		return [
			{kind: 'removed', text: old.join(' ')},
			{kind: 'added', text: fresh.join(' ')},
		];
	}
	const common = commonLengths(old, fresh);
	const runs: WordRun[] = [];
	let [i, j] = [0, 0];
	while (i < old.length || j < fresh.length) {
		if (i < old.length && old[i] === fresh[j]) {
			runs.push({kind: 'same', text: old[i] ?? ''});
			i++;
			j++;
		} else if (j >= fresh.length || (i < old.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
			runs.push({kind: 'removed', text: old[i++] ?? ''});
		} else {
			runs.push({kind: 'added', text: fresh[j++] ?? ''});
		}
	}
	return runs;
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

function joinRuns(runs: readonly WordRun[]): readonly WordRun[] {
	const joined: WordRun[] = [];
	for (const run of runs) {
		const last = joined.at(-1);
		if (run.text === '') continue;
		if (last?.kind === run.kind) joined[joined.length - 1] = {kind: run.kind, text: `${last.text} ${run.text}`};
		else joined.push(run);
	}
	return joined;
}
