import {deepestJson, isObject, type Json} from './json.ts';

/**
 * JSON text with sorted keys. `required`, `enum` and lists of types are sets, so they are sorted too. What is deeper
 * than `levels` is left out, so that no server can overflow the stack: changes there are not seen.
 */
export function canonical(value: Json | undefined, key = '', levels = deepestJson): string {
	if (levels === 0 && typeof value === 'object' && value !== null) return '"…"';
	if (Array.isArray(value)) {
		const items = value.map((item: Json) => canonical(item, '', levels - 1));
		return `[${(setKeys.has(key) ? items.sort(compareText) : items).join(',')}]`;
	}
	if (isObject(value)) {
		const keys = Object.keys(value).filter(name => value[name] !== undefined);
		return `{${keys
			.sort(compareText)
			.map(name => `${JSON.stringify(name)}:${canonical(value[name], name, levels - 1)}`)
			.join(',')}}`;
	}
	return JSON.stringify(value ?? null);
}

/** Where the order of a list says nothing. */
export const setKeys: ReadonlySet<string> = new Set(['required', 'enum', 'type']);

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
