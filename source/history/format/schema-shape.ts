import * as z from 'zod';
import {cutDepth, isObject, type Json, type JsonObject} from '../../domain/json.ts';
import type {Tool} from '../../domain/probe-result.ts';
import {changeClasses, changeKinds} from '../../domain/schema/schema-change.ts';
import type {SchemaRecord} from '../../domain/snapshot.ts';
import {count, instant} from './instant.ts';

// What servers said is looked at no closer than the rest of the program needs, and kept no deeper than it will walk.

const json = z.custom<Json>(value => value !== undefined).transform(value => cutDepth(value));
const object = z.custom<JsonObject>(isObject).transform(value => cutDepth(value) as JsonObject);
const tool = z
	.custom<Tool>(value => isObject(value) && typeof value.name === 'string')
	.transform(value => ({...(cutDepth(value) as Tool), name: value.name}));

const about = z.looseObject({
	protocolVersion: z.string().nullable(),
	serverInfo: z.looseObject({name: z.string(), version: z.string()}).nullable(),
	capabilities: object,
});

const snapshot = z.looseObject({
	hash: z.string(),
	takenAt: instant,
	tools: z.array(tool),
	instructions: z.string().nullable(),
	about: about.optional(),
});

export const change = z.looseObject({
	class: z.enum(changeClasses),
	tool: z.string().nullable(),
	kind: z.enum(changeKinds),
	path: z.array(z.string()),
	text: z.string(),
	before: json.optional(),
	after: json.optional(),
});

const event = z.looseObject({
	at: instant,
	from: z.string(),
	hash: z.string(),
	class: z.enum(changeClasses),
	changes: z.array(change),
	isReturn: z.boolean(),
	times: count,
	acceptedAt: instant.nullable(),
	acceptedBy: z.string().nullable(),
});

const acceptance = z.looseObject({
	at: instant,
	by: z.string(),
	hash: z.string(),
	previous: snapshot,
	dismissed: snapshot.nullable().optional(),
});

export const schemaRecord: z.ZodType<SchemaRecord> = z.looseObject({
	baseline: snapshot,
	drifted: snapshot.nullable(),
	changedAt: instant.nullable(),
	revertedAt: instant.nullable().optional(),
	accepted: acceptance.nullable().optional(),
	events: z.array(event).optional(),
	past: z.array(snapshot).optional(),
});
