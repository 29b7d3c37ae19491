import type {Json} from '../json.ts';
import {plainText} from '../plain-text.ts';

/** "field filter.tags[]", "result field id", "input": what a path within a schema stands for. */
export function describePlace(path: readonly string[], direction: 'input' | 'output'): string {
	const label = labelOf(path.slice(1));
	if (direction === 'input') return label === '' ? 'input' : `field ${label}`;
	return label === '' ? 'result' : `result field ${label}`;
}

function labelOf(path: readonly string[]): string {
	let label = '';
	for (let index = 0; index < path.length; index++) {
		const next = path[index + 1] ?? '';
		switch (path[index]) {
			case 'properties':
				label += `${label === '' ? '' : '.'}${quote(next)}`;
				index++;
				break;
			case 'patternProperties':
				label += `${label === '' ? '' : '.'}/${quote(next)}/`;
				index++;
				break;
			case 'items':
				label += '[]';
				break;
			case 'prefixItems':
				label += `[${next}]`;
				index++;
				break;
			case 'additionalProperties':
				label += `${label === '' ? '' : '.'}*`;
				break;
			case 'anyOf':
			case 'oneOf':
			case 'allOf':
				index++;
				break;
		}
	}
	return plainText(label, longestLabel);
}

const longestLabel = 160;

/** A name of a field or a tool, fit to print. */
export const quote = (name: string): string => plainText(name, 80) || 'without a printable name';

/** A few values in one line: `"a", "b" and 3 more`. */
export function listValues(values: readonly Json[]): string {
	const told = values.slice(0, 4).map(quoteValue);
	return values.length > 4 ? `${told.join(', ')} and ${values.length - 4} more` : told.join(', ');
}

/** A value in a few characters. */
export function quoteValue(value: Json | undefined): string {
	if (value === undefined) return 'none';
	if (typeof value === 'string') return `"${plainText(value, 40)}"`;
	if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
	return String(value);
}
