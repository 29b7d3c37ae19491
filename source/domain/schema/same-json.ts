import {canonical, setKeys} from '../canonical.ts';
import {deepestJson, isObject, type Json} from '../json.ts';

/** True where two values mean the same: the order of keys, of required names, of choices and of types does not count. */
export function isSame(a: Json | undefined, b: Json | undefined, key = '', levels = deepestJson): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return (a ?? null) === (b ?? null);
	if (levels === 0) return true;
	if (Array.isArray(a) || Array.isArray(b)) {
		if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
		if (a.every((item: Json, index) => isSame(item, b[index], '', levels - 1))) return true;
		return setKeys.has(key) && canonical(a, key, levels) === canonical(b, key, levels);
	}
	if (!isObject(a) || !isObject(b)) return false;
	let shared = 0;
	for (const name of Object.keys(a)) {
		if (a[name] === undefined) continue;
		if (!Object.hasOwn(b, name) || !isSame(a[name], b[name], name, levels - 1)) return false;
		shared++;
	}
	return Object.keys(b).filter(name => b[name] !== undefined).length === shared;
}
