import {isObject, type Json} from '../../../domain/json.ts';

/** What a reference such as `#/$defs/node` points to; undefined for one to elsewhere, which is never fetched. RFC 6901. */
export function resolveLocal(root: Json | undefined, ref: string): Json | undefined {
	if (ref === '#') return root;
	if (!ref.startsWith('#/')) return undefined;
	let target: Json | undefined = root;
	for (const part of ref.slice(2).split('/')) {
		const key = decode(part);
		if (Array.isArray(target)) target = /^\d+$/.test(key) ? (target[Number(key)] as Json | undefined) : undefined;
		else target = isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
		if (target === undefined) return undefined;
	}
	return target;
}

function decode(part: string): string {
	return percentDecoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
}

function percentDecoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
