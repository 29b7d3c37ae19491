import {isObject, type Json} from '../json.ts';
import {mapKeywords} from './keywords.ts';

/** Every reference in a schema, at the places where schemas stand. */
export function refsIn(value: Json | undefined, found = new Set<string>(), isMap = false): Set<string> {
	if (Array.isArray(value)) for (const item of value as readonly Json[]) refsIn(item, found);
	if (!isObject(value)) return found;
	for (const [key, item] of Object.entries(value)) {
		if (!isMap && refKeywords.has(key)) found.add(typeof item === 'string' ? item : '');
		else refsIn(item, found, !isMap && mapKeywords.has(key));
	}
	return found;
}

/** True where a reference stands somewhere within. */
export const mentionsRef = (value: Json | undefined): boolean => refsIn(value).size > 0;

const refKeywords: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);
