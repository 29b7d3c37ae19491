import * as z from 'zod';
import type {Action, ActionResult} from '../domain/action.ts';
import {plainText} from '../domain/plain-text.ts';
import {type WindowName, windowMs} from '../domain/stats.ts';
import {type UpkeepTask, upkeepTasks} from '../domain/upkeep.ts';
import {line} from './shape-values.ts';

const name = z.string().max(1000);
const names = z.array(name).max(10_000);
const by = z
	.string()
	.max(1000)
	.transform(text => plainText(text, 200));
const reason = z
	.string()
	.max(10_000)
	.transform(text => plainText(text, 1000))
	.nullable();
const until = z.number();

/** What a person can ask of a running monitor, as it comes from another process. */
export const action: z.ZodType<Action> = z.discriminatedUnion('do', [
	z.object({do: z.literal('check'), servers: names}),
	z.object({do: z.literal('acknowledge'), servers: names, by, reason}),
	z.object({do: z.literal('unacknowledge'), servers: names, by}),
	z.object({do: z.literal('silence'), query: z.string().max(10_000), until, by, reason}),
	z.object({do: z.literal('endSilence'), id: name, by}),
	z.object({do: z.literal('accept'), server: name, expect: name.nullable(), by}),
	z.object({do: z.literal('undoAccept'), server: name, by}),
	z.object({do: z.literal('pause'), until, by}),
	z.object({do: z.literal('resume'), by}),
]);

/** What came of an action. */
export const actionResult: z.ZodType<ActionResult> = z.discriminatedUnion('ok', [
	z.object({ok: z.literal(true), message: line, undo: action.nullable()}),
	z.object({ok: z.literal(false), message: line}),
]);

const mostCells = 2000;

/** One thing a client asks for. */
export type Ask =
	| {readonly act: Action}
	| {readonly log: string}
	| {readonly record: string}
	| {readonly timelines: {readonly window: WindowName; readonly cells: number}}
	/** Of the process, not of the fleet. */
	| {readonly upkeep: UpkeepTask};

const id = z.number().int().nonnegative();
const window = z.enum(Object.keys(windowMs) as [WindowName, ...WindowName[]]);

/** A request, answered under its id. */
export const request: z.ZodType<Ask & {readonly id: number}> = z.union([
	z.object({id, act: action}),
	z.object({id, log: name}),
	z.object({id, record: name}),
	z.object({id, upkeep: z.enum(upkeepTasks)}),
	z.object({id, timelines: z.object({window, cells: z.number().int().min(1).max(mostCells)})}),
]);

/** An answer: what was asked for, or why it is not to be had. */
export const answer = z.union([z.looseObject({id, failed: line}), z.looseObject({id, result: z.unknown()})]);
