/**
 * Reads which of a numbered list are meant: `1,3-5`, `-2` (all but that one), `none`; nothing at all is all of them.
 * @param count of the entries, which are numbered from 1.
 * @returns indexes from 0 in their order; null for what says nothing.
 */
export function readChoice(text: string, count: number): readonly number[] | null {
	const all = Array.from({length: count}, (_none, index) => index);
	const words = text
		.toLowerCase()
		.split(/[\s,]+/)
		.filter(Boolean);
	if (words.length === 0 || (words.length === 1 && /^(?:a|all)$/.test(words[0] ?? ''))) return all;
	if (words.length === 1 && /^(?:n|none|0)$/.test(words[0] ?? '')) return [];
	const ranges = words.map(word => readRange(word, count));
	if (ranges.some(range => range === null)) return null;
	const known = ranges.filter(range => range !== null);
	const isMeant = (index: number, out: boolean): boolean =>
		known.some(({isOut, from, to}) => isOut === out && from <= index + 1 && index + 1 <= to);
	const startsFull = known.every(({isOut}) => isOut);
	return all.filter(index => (startsFull || isMeant(index, false)) && !isMeant(index, true));
}

function readRange(word: string, count: number): {isOut: boolean; from: number; to: number} | null {
	const [, sign, first, last] = /^(-?)(\d{1,5})(?:-(\d{1,5}))?$/.exec(word) ?? [];
	if (first === undefined) return null;
	const from = Number(first);
	const to = last === undefined ? from : Number(last);
	return from >= 1 && from <= to && to <= count ? {isOut: sign === '-', from, to} : null;
}
