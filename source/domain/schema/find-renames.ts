import {canonical} from '../canonical.ts';
import {isObject, type Json} from '../json.ts';
import type {Tool} from '../probe-result.ts';

/** Finds for tools that went the new one that looks most like it, as far as it is nearly the same. */
export function findRenames(removed: readonly Tool[], added: readonly Tool[]): ReadonlyMap<string, string> {
	if (removed.length === 0 || added.length === 0) return new Map();
	const candidates = added.slice(0, mostTools).map(tool => ({tool, features: featuresOf(tool)}));
	const found = new Map<string, string>();
	for (const tool of removed.slice(0, mostTools)) {
		const features = featuresOf(tool);
		const scored = candidates.map(other => ({name: other.tool.name, score: likeness(features, other.features)}));
		const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
		if (best.score >= nearlySame) found.set(tool.name, best.name);
	}
	return found;
}

const mostTools = 40;
const nearlySame = 0.9;
/** With less in it than that, schemas are alike by chance. */
const telling = 6;

interface Features {
	readonly schema: ReadonlySet<string>;
	readonly words: ReadonlySet<string>;
}

function featuresOf(tool: Tool): Features {
	const schema = new Set<string>();
	collect(schema, 'i', tool.inputSchema, 12);
	collect(schema, 'o', tool.outputSchema, 12);
	const text = typeof tool.description === 'string' ? tool.description.slice(0, 5000) : '';
	return {schema, words: new Set(text.toLowerCase().match(/\p{L}+/gu) ?? [])};
}

function collect(into: Set<string>, path: string, value: Json | undefined, levels: number): void {
	if (value === undefined || into.size >= mostFeatures) return;
	if (isObject(value) && levels > 0) {
		for (const [key, item] of Object.entries(value)) collect(into, `${path}/${key}`, item, levels - 1);
	} else {
		into.add(`${path}=${canonical(value).slice(0, 200)}`);
	}
}

const mostFeatures = 500;

function likeness(one: Features, other: Features): number {
	const schema = dice(one.schema, other.schema);
	const isTelling = Math.min(one.schema.size, other.schema.size) >= telling;
	return isTelling ? schema : Math.min(schema, dice(one.words, other.words));
}

/** Sørensen–Dice: twice what is common over all there is. */
function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
	if (one.size + other.size === 0) return 0;
	return (2 * [...one].filter(feature => other.has(feature)).length) / (one.size + other.size);
}
