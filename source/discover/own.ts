/** A group's own value, nothing that it inherits; undefined where there is none, or no group. */
export function own(value: unknown, ...path: readonly string[]): unknown {
	let at = value;
	for (const key of path) {
		if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
		at = (at as Record<string, unknown>)[key];
	}
	return at;
}

/** The entries of a group; none of anything else. */
export const entriesOf = (value: unknown): readonly (readonly [name: string, value: unknown])[] =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
