/** A list as what became of the one before: items in front of a part that is kept, and behind it. */
export interface ListPatch<T> {
	/** The part of the list before that stays: from, and up to. */
	readonly keep: readonly [from: number, to: number];
	readonly before: readonly T[];
	readonly after: readonly T[];
}

/** Describes a list by the one before. Items are compared by identity, so both must be made from the same ones. */
export function diffList<T>(before: readonly T[], next: readonly T[]): ListPatch<T> {
	const places = new Map(before.map((item, index) => [item, index]));
	const start = next.findIndex(item => places.has(item));
	const from = start === -1 ? undefined : places.get(next[start] as T);
	if (from === undefined) return {keep: [0, 0], before: [], after: next};
	let kept = 1;
	while (start + kept < next.length && from + kept < before.length && next[start + kept] === before[from + kept])
		kept++;
	return {keep: [from, from + kept], before: next.slice(0, start), after: next.slice(start + kept)};
}

/** The list that a patch describes; null where the patch does not fit, or makes the list longer than that. */
export function patchList<T>(before: readonly T[], patch: ListPatch<T>, longest: number): readonly T[] | null {
	const [from, to] = patch.keep;
	const length = patch.before.length + (to - from) + patch.after.length;
	if (from > to || to > before.length || length > longest) return null;
	return [...patch.before, ...before.slice(from, to), ...patch.after];
}
