import {isObject, type Json} from '../json.ts';
import type {Tool} from '../probe-result.ts';
import {compareAnnotations} from './compare-annotations.ts';
import {compareSchemas} from './compare-schemas.ts';
import {compareTexts} from './compare-texts.ts';
import {createComparison, type Direction, type Steps} from './comparison.ts';
import type {Draft} from './draft.ts';
import {doubted} from './effects.ts';
import {isProse} from './is-prose.ts';
import {rootOf} from './open-schema.ts';
import {own} from './own.ts';
import {isSame} from './same-json.ts';
import {describePlace, quote} from './words.ts';

/** Everything that differs between two descriptions of one tool. */
export function compareTools(before: Tool, after: Tool, steps: Steps): Draft[] {
	const found: Draft[] = [];
	for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const [old, fresh] = [own(before, key), own(after, key)];
		if (key !== 'name' && !isSame(old, fresh, key)) found.push(...comparePart(key, old, fresh, steps));
	}
	return found;
}

function comparePart(key: string, before: Json | undefined, after: Json | undefined, steps: Steps): Draft[] {
	switch (key) {
		case 'inputSchema':
			return compareInput(before, after, steps);
		case 'outputSchema':
			return compareOutput(before, after, steps);
		case 'annotations':
			return orElse(
				compareAnnotations(before, after),
				plain('compatible', key, 'annotations say the same in another way', before, after),
			);
		case 'execution':
			return compareExecution(before, after);
		case 'description':
		case 'title':
			return [plain('suspicious', key, `${key} ${verbOf(before, after)}`, before, after)];
		default:
			return [
				plain(
					isProse(before) || isProse(after) ? 'suspicious' : 'warning',
					key,
					`${quote(key)} ${verbOf(before, after)}`,
					before,
					after,
				),
			];
	}
}

const compareInput = (before: Json | undefined, after: Json | undefined, steps: Steps): Draft[] =>
	compareSchemaPart('input', 'inputSchema', before, after, steps);

/** What is promised for the first time is checked from then on, so callers may see results refused. */
function compareOutput(before: Json | undefined, after: Json | undefined, steps: Steps): Draft[] {
	if (before === undefined) return [plain('warning', 'outputSchema', 'output schema added', before, after)];
	if (after === undefined) return [plain('breaking', 'outputSchema', 'output schema removed', before, after)];
	return compareSchemaPart('output', 'outputSchema', before, after, steps);
}

function compareSchemaPart(
	direction: Direction,
	key: string,
	before: Json | undefined,
	after: Json | undefined,
	steps: Steps,
): Draft[] {
	const comparison = createComparison(direction, rootOf(before), rootOf(after), steps);
	compareSchemas(comparison, {path: [key], isDoubted: false, isShared: false}, before, after);
	const isUncertain = comparison.old.isUncertain || comparison.fresh.isUncertain;
	const found: Draft[] = comparison.found.map(({effect, path, text, before: old, after: fresh}) => ({
		class: (isUncertain ? doubted(effect) : effect)[direction],
		path,
		text,
		before: old,
		after: fresh,
	}));
	for (const {path, keyword, isProse: isWords, ...values} of compareTexts([key], before, after)) {
		const what = describePlace(path.slice(0, -1), direction);
		found.push({
			class: isWords ? 'suspicious' : 'compatible',
			path,
			text: `${what}: ${quote(keyword)} ${verbOf(values.before, values.after)}`,
			...values,
		});
	}
	if (comparison.isCut)
		found.push(plain('warning', key, `${direction} schema is too large to be compared in full`, undefined, undefined));
	return orElse(
		found,
		plain(
			isUncertain ? 'warning' : 'compatible',
			key,
			`${direction} schema ${isUncertain ? 'changed' : 'says the same in another way'}`,
			before,
			after,
		),
	);
}

/** A tool that only runs as a task cannot be called the plain way any more (MCP 2025-11-25, `execution.taskSupport`). */
function compareExecution(before: Json | undefined, after: Json | undefined): Draft[] {
	const [was, is] = [before, after].map(execution =>
		isObject(execution) ? (execution.taskSupport ?? 'forbidden') : 'forbidden',
	);
	const path = ['execution', 'taskSupport'];
	const found: Draft[] = [];
	if (is === 'required' && was !== 'required') {
		found.push({class: 'breaking', path, text: 'runs only as a task now', before: was, after: is});
	} else if (!isSame(was, is)) {
		found.push({
			class: is === 'forbidden' ? 'warning' : 'compatible',
			path,
			text: 'support for tasks changed',
			before: was,
			after: is,
		});
	}
	const rest = (value: Json | undefined) =>
		isObject(value) ? {...value, taskSupport: undefined} : value === undefined ? {} : value;
	if (!isSame(rest(before), rest(after))) found.push(plain('warning', 'execution', 'execution changed', before, after));
	return orElse(found, plain('compatible', 'execution', 'execution says the same in another way', before, after));
}

const plain = (
	kind: Draft['class'],
	key: string,
	text: string,
	before: Json | undefined,
	after: Json | undefined,
): Draft => ({
	class: kind,
	path: [key],
	text,
	before,
	after,
});

/** What is written differently is a change, even where it means the same. */
const orElse = (found: Draft[], other: Draft): Draft[] => (found.length > 0 ? found : [other]);

const verbOf = (before: Json | undefined, after: Json | undefined): string =>
	before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';

/** True when two tools read the same. */
export const areEqual = (before: readonly Tool[], after: readonly Tool[]): boolean =>
	before.length === after.length && before.every((tool, index) => isSame(tool, after[index]));
