import {deepestJson, isObject, type Json} from '../json.ts';
import {isProse} from './is-prose.ts';
import {knownKeywords, mapKeywords, textKeywords} from './keywords.ts';
import {own} from './own.ts';
import {refsIn} from './refs.ts';
import {isSame} from './same-json.ts';

/** A text that models read, before and after. */
export interface TextChange {
	readonly path: readonly string[];
	readonly keyword: string;
	readonly before: Json | undefined;
	readonly after: Json | undefined;
	/** There is a text of several words in it, or was. */
	readonly isProse: boolean;
}

/**
 * Finds the texts that have changed in a schema: descriptions, titles, comments, examples, and words under keywords
 * that nobody knows. It looks at the text as it was sent, for a model reads what no rule refers to as well.
 */
export function compareTexts(path: readonly string[], before: Json | undefined, after: Json | undefined): TextChange[] {
	const found: TextChange[] = [];
	walk({found, refs: refsIn(after)}, path, before, after, deepestJson);
	return found;
}

interface Walk {
	readonly found: TextChange[];
	/** The references of the new schema. */
	readonly refs: ReadonlySet<string>;
}

const mostTexts = 1000;

function walk(
	walked: Walk,
	path: readonly string[],
	before: Json | undefined,
	after: Json | undefined,
	levels: number,
): void {
	if (levels === 0 || walked.found.length >= mostTexts || isSame(before, after)) return;
	if (Array.isArray(before) && Array.isArray(after)) walkList(walked, path, before, after, levels);
	if (!isObject(before) || !isObject(after)) return;
	for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const [old, fresh] = [own(before, key), own(after, key)];
		const at = [...path, key];
		if (mapKeywords.has(key)) walkMap(walked, at, old, fresh, levels - 1);
		else if (isText(key, old, fresh)) note(walked, at, key, old, fresh);
		else if (!values.has(key)) walk(walked, at, old, fresh, levels - 1);
	}
}

/** The keys are names here, whatever they look like. */
function walkMap(
	walked: Walk,
	path: readonly string[],
	before: Json | undefined,
	after: Json | undefined,
	levels: number,
): void {
	if (!isObject(after)) return;
	const old = isObject(before) ? before : {};
	const keyword = path.at(-1) ?? '';
	for (const key of Object.keys(after)) {
		const [was, is] = [own(old, key), own(after, key)];
		if (was !== undefined) walk(walked, [...path, key], was, is, levels - 1);
		// What nothing refers to was put there for whoever reads the schema, which is the model.
		else if (isDefinition(keyword) && !isReferred(walked.refs, keyword, key) && isProse(is))
			note(walked, [...path, key], 'unused definition', was, is);
	}
}

/** Equal items are no news, wherever they stand now; the others are compared in their order. */
function walkList(
	walked: Walk,
	path: readonly string[],
	before: readonly Json[],
	after: readonly Json[],
	levels: number,
): void {
	if (before.length * after.length > mostPairs) return;
	const old = before.filter(item => !after.some(other => isSame(item, other)));
	const fresh = [...after.entries()].filter(([, item]) => !before.some(other => isSame(item, other)));
	for (const [index, [place, item]] of fresh.entries())
		walk(walked, [...path, String(place)], old[index], item, levels - 1);
}

const mostPairs = 10_000;

function note(
	walked: Walk,
	path: readonly string[],
	keyword: string,
	before: Json | undefined,
	after: Json | undefined,
): void {
	if (isSame(before, after)) return;
	const isWords = keyword !== 'examples' || isProse(before) || isProse(after);
	walked.found.push({path, keyword, before, after, isProse: isWords});
}

function isText(key: string, before: Json | undefined, after: Json | undefined): boolean {
	return textKeywords.has(key) || (!knownKeywords.has(key) && (isProse(before) || isProse(after)));
}

/** Values rather than schemas stand there. */
const values: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'required', 'type', 'dependentRequired']);

const isDefinition = (keyword: string): boolean => keyword === '$defs' || keyword === 'definitions';

const isReferred = (refs: ReadonlySet<string>, keyword: string, name: string): boolean => {
	const pointer = `#/${keyword}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
	return [...refs].some(
		ref => ref === pointer || ref.startsWith(`${pointer}/`) || ref === `#/${keyword}/${encodeURIComponent(name)}`,
	);
};
