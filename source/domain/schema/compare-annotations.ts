import {isObject, type Json, type JsonObject} from '../json.ts';
import type {Draft} from './draft.ts';
import {isProse} from './is-prose.ts';
import {own} from './own.ts';
import {isSame} from './same-json.ts';
import {quote} from './words.ts';

/** What a hint means where it is absent, and the value that asks for less care (MCP 2025-11-25, `ToolAnnotations`). */
const hints = {
	readOnlyHint: {absent: false, careless: true},
	destructiveHint: {absent: true, careless: false},
	idempotentHint: {absent: false, careless: true},
	openWorldHint: {absent: true, careless: false},
} as const;

/** Compares what a tool says of its own dangers, by what it means: an absent hint has a value too. */
export function compareAnnotations(before: Json | undefined, after: Json | undefined): Draft[] {
	const [old, fresh] = [objectOr(before), objectOr(after)];
	const found: Draft[] = [];
	for (const [name, {absent, careless}] of Object.entries(hints)) {
		const [was, is] = [old, fresh].map(hints => (typeof hints[name] === 'boolean' ? hints[name] : absent));
		if (was === is) continue;
		const lost = was === careless;
		found.push({
			class: lost ? 'suspicious' : 'warning',
			path: ['annotations', name],
			text: `${name} changed from ${was} to ${is}${lost ? ', whoever relied on it should look again' : ''}`,
			before: was,
			after: is,
		});
	}
	for (const name of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
		if (Object.hasOwn(hints, name)) continue;
		const [was, is] = [own(old, name), own(fresh, name)];
		if (isSame(was, is)) continue;
		const isText = name === 'title' || isProse(was) || isProse(is);
		found.push({
			class: isText ? 'suspicious' : 'warning',
			path: ['annotations', name],
			text: `annotation ${quote(name)} changed`,
			before: was,
			after: is,
		});
	}
	return found;
}

const objectOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** True for a tool that says itself that it may destroy something. */
export function admitsDestruction(annotations: Json | undefined): boolean {
	const {readOnlyHint, destructiveHint} = objectOr(annotations);
	return destructiveHint === true && readOnlyHint !== true;
}
