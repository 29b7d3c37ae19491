import type {Json, JsonObject} from '../json.ts';

/** What stands under a key of the object itself: a name such as `__proto__` or `toString` finds nothing else. */
export const own = (object: JsonObject, key: string): Json | undefined =>
	Object.hasOwn(object, key) ? object[key] : undefined;
