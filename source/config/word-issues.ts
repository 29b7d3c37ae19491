import type {z} from 'zod';
import type {Finding, Path} from './mistake.ts';
import {suggest} from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** A finding of the schema. */
export interface SchemaFinding extends Finding {
	/** It is about the key itself, not about its value. */
	readonly isKey?: true;
}

/** Turns what the schema found into findings: one for each unknown key, "is missing" for what is not there. */
export function wordIssues(issues: readonly Issue[], root: unknown, keysAt: (path: Path) => string[]): SchemaFinding[] {
	return issues.flatMap(issue => {
		const path = issue.path as Path;
		switch (issue.code) {
			case 'unrecognized_keys':
				return issue.keys.filter(key => key !== '__proto__').map(key => unknownKey([...path, key], key, keysAt(path)));
			case 'invalid_key':
				return {path, message: issue.issues[0]?.message ?? issue.message, isKey: true};
			default:
				return wordValue(path, issue.message, valueAt(root, path), issue);
		}
	});
}

function unknownKey(path: Path, key: string, known: readonly string[]): SchemaFinding {
	if (key === '<<') return {path, message: 'is not supported here', hint: 'use defaults instead', isKey: true};
	const meant = suggest(key, known);
	return {path, message: 'is not a known key', isKey: true, ...(meant && {hint: `did you mean ${meant}?`})};
}

function wordValue(path: Path, message: string, value: unknown, issue: Issue): SchemaFinding {
	if (value === undefined && path.length > 0) return {path, message: `is missing: it ${message}`};
	const hint = hintFor(value, issue);
	return {path, message, ...(hint && {hint})};
}

/** What the value was probably meant to be. Must not repeat the value unless it is nothing secret. */
function hintFor(value: unknown, issue: Issue): string | null {
	const expected = issue.code === 'invalid_type' ? String(issue.expected) : null;
	const isNumber = expected === 'number' || expected === 'int';
	const isText = expected === 'string' && issue.message === 'must be text';
	if (isText && ['number', 'boolean'].includes(typeof value)) return 'put it in quotes';
	if (typeof value !== 'string') return null;
	if (expected === 'boolean' && /^(yes|on|y)$/i.test(value)) return 'write true';
	if (expected === 'boolean' && /^(no|off|n)$/i.test(value)) return 'write false';
	if (isNumber && value.includes('${')) return 'variables work in texts only';
	if (isNumber && value.trim() !== '' && !Number.isNaN(Number(value))) return 'remove the quotes';
	if (isNumber && /^[\d.]+\s*(ms|s|m)$/.test(value)) return 'write the number without its unit';
	if (issue.code === 'invalid_value') return meant(value, issue.values.map(String));
	if (issue.code === 'invalid_union' && 'options' in issue)
		return meant(value, (issue.options as unknown[]).map(String));
	return null;
}

function meant(value: string, words: readonly string[]): string | null {
	const found = suggest(value, words);
	return found && `did you mean ${found}?`;
}

/** The raw value at a path, or undefined. */
export function valueAt(root: unknown, path: Path): unknown {
	let value = root;
	for (const step of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
		value = (value as Record<string | number, unknown>)[step];
	}
	return value;
}
