/** A version in parts that compare: its numbers, and what comes before the release, which an empty list is. */
interface Version {
	readonly numbers: readonly number[];
	readonly before: readonly string[];
}

/**
 * Compares versions as Semantic Versioning 2.0 §11 does, and those of Python as far as they look alike: `1.2`,
 * `2025.7.01`, `1.0rc1`. Missing numbers are 0.
 * @returns negative, 0 or positive; null where one of them is no version.
 */
export function compareVersions(one: string, other: string): number | null {
	const [a, b] = [readVersion(one), readVersion(other)];
	if (a === null || b === null) return null;
	for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
		const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
		if (difference !== 0) return difference;
	}
	if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length;
	for (let at = 0; at < Math.max(a.before.length, b.before.length); at++) {
		const difference = comparePart(a.before[at], b.before[at]);
		if (difference !== 0) return difference;
	}
	return 0;
}

const longestVersion = 256;

function readVersion(text: string): Version | null {
	if (text.length > longestVersion) return null;
	const found = /^\s*[v=]?(\d+(?:\.\d+){0,7})(.*?)\s*$/s.exec(text);
	if (!found) return null;
	const [, numbers = '', rest = ''] = found;
	const before = /^[-._]?([0-9A-Za-z][0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]*)?$/.exec(rest);
	if (!before) return null;
	const isAfter = /^[-._]?post/i.test(rest);
	const parts = isAfter ? [] : (before[1] ?? '').toLowerCase().match(/\d+|[a-z-]+/g);
	return {numbers: numbers.split('.').map(Number), before: parts ?? []};
}

/** Numbers are below words, and nothing is below everything. */
function comparePart(one: string | undefined, other: string | undefined): number {
	if (one === undefined || other === undefined) return (one === undefined ? 0 : 1) - (other === undefined ? 0 : 1);
	const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
	if (isNumber && isOtherNumber) return Number(one) - Number(other);
	if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
	return one < other ? -1 : Number(one > other);
}
