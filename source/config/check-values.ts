import {hasBrokenReference} from './interpolate.ts';
import {escapeText, type Finding, type Path} from './mistake.ts';

/** What holds for every text of a config, whatever its key. */
interface ValueFinding extends Finding {
	/** The value is too large to be looked at any further. */
	readonly isFatal?: true;
}

const maxValues = 200_000;
const maxDepth = 64;

/** Finds texts with control characters and unfinished variables, and refuses what aliases have blown up. */
export function checkValues(root: unknown): ValueFinding[] {
	const findings: ValueFinding[] = [];
	let left = maxValues;
	const visit = (value: unknown, path: Path): boolean => {
		if (--left < 0 || path.length > maxDepth) return false;
		if (typeof value === 'string') {
			const found = checkText(value);
			if (found) findings.push({path, ...found});
		}
		if (typeof value !== 'object' || value === null) return true;
		if (Array.isArray(value)) return value.every((item, index) => visit(item, [...path, index]));
		return Object.entries(value).every(([key, inner]) => visit(inner, [...path, key]));
	};
	if (visit(root, [])) return findings;
	return [{path: [], message: 'is too large or too deep once its aliases are followed', isFatal: true}];
}

function checkText(text: string): Omit<Finding, 'path'> | null {
	const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.exec(text);
	if (control) return {message: `must not hold control characters, and it has ${escapeText(control[0])}`};
	if (!hasBrokenReference(text)) return null;
	return {
		message: 'has a "${" that does not begin a variable',
		hint: `write \${NAME} or \${NAME:-default}, or $\${ for the characters themselves`,
	};
}
