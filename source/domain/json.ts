/** Any JSON value, as it comes from a server or a file. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = {readonly [key: string]: Json | undefined};

/** True for JSON objects: neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** No schema that people write is deeper; what is deeper would overflow the stack of whoever walks it. */
export const deepestJson = 64;

/** The same value, but for what lies deeper than `levels` objects and arrays: an ellipsis stands there. */
export function cutDepth(value: Json, levels = deepestJson): Json {
	if (typeof value !== 'object' || value === null) return value;
	if (levels === 0) return '…';
	if (Array.isArray(value)) return value.map((item: Json) => cutDepth(item, levels - 1));
	// From entries, because assigning a key named __proto__ would set the prototype.
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutDepth(item ?? null, levels - 1)]));
}
