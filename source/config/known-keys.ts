import * as z from 'zod';
import type {Path} from './mistake.ts';
import {configSchema} from './schema.ts';
import {valueAt} from './word-issues.ts';

/** The keys that a group may have; in a choice of groups those of the one that its `type` names, else none. */
export function knownKeysAt(root: unknown, path: Path): string[] {
	let schema: z.core.$ZodType = configSchema;
	for (const [index, step] of path.entries()) {
		const next = stepInto(choose(unwrap(schema), valueAt(root, path.slice(0, index))), step);
		if (!next) return [];
		schema = next;
	}
	const group = choose(unwrap(schema), valueAt(root, path));
	return group instanceof z.ZodObject ? Object.keys(group.shape) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
		return unwrap(schema.unwrap());
	}
	return schema;
}

/** Of a choice of groups, the one that the value's `type` names. */
function choose(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
	if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
	const type = valueAt(value, ['type']);
	const hasType = (option: z.core.$ZodType) =>
		option instanceof z.ZodObject && (option.shape.type as z.ZodType).safeParse(type).success;
	return schema.options.find(hasType) ?? schema;
}

function stepInto(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
	if (schema instanceof z.ZodArray) return unwrap(schema.element);
	if (schema instanceof z.ZodObject) return (schema.shape as Record<string, z.core.$ZodType>)[step];
	return undefined;
}
