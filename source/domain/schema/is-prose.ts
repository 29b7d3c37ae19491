import {deepestJson, isObject, type Json} from '../json.ts';

/** True for what holds a text of several words somewhere: it may speak to a model. */
export function isProse(value: Json | undefined, levels = deepestJson): boolean {
	if (typeof value === 'string') return /\S\s+\S/.test(value.slice(0, 1000));
	if (typeof value !== 'object' || value === null || levels === 0) return false;
	if (Array.isArray(value)) return value.some((item: Json) => isProse(item, levels - 1));
	return isObject(value) && Object.values(value).some(item => isProse(item, levels - 1));
}
