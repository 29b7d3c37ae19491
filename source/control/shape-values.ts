import * as z from 'zod';
import {type Category, categories} from '../domain/categories.ts';
import {cutDepth, isObject, type Json, type JsonObject} from '../domain/json.ts';
import {plainText} from '../domain/plain-text.ts';
import {type Failure, phases, type Tool} from '../domain/probe-result.ts';

const longestLine = 2000;

/** A text that is shown as it is: whatever the other side sends, it is one line without control characters. */
export const line = z.string().transform(text => plainText(text, longestLine));
/** A text that is looked up, or cleaned by whoever shows it. */
export const text = z.string();
export const instant = z.number();
export const amount = z.number().nonnegative();
export const share = z.number().min(0).max(1);
export const count = z.number().int().nonnegative();

export const category = z.enum(Object.keys(categories) as [Category, ...Category[]]);
export const errors = z.partialRecord(category, count);

export const failure = z.looseObject({
	category,
	transient: z.boolean(),
	phase: z.enum(phases),
	message: line,
	hint: line.nullable(),
	retryAfterMs: amount.optional(),
}) satisfies z.ZodType<Failure>;

/** Any JSON, cut where it is too deep to be walked. */
export const json: z.ZodType<Json> = z.unknown().transform(value => cutDepth(value as Json));
export const jsonObject: z.ZodType<JsonObject> = z
	.custom<JsonObject>(isObject)
	.transform(value => cutDepth(value) as JsonObject);
export const tool: z.ZodType<Tool> = z
	.custom<Tool>(value => isObject(value) && typeof value.name === 'string')
	.transform(value => ({...(cutDepth(value) as Tool), name: value.name}));
