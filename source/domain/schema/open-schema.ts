import {isObject, type Json, type JsonObject} from '../json.ts';
import {silentKeywords, textKeywords, typesOfKeyword} from './keywords.ts';
import {declaredTypes} from './schema-types.ts';

/** The schema that a part belongs to, for its references lead there. */
export interface Root {
	readonly schema: Json | undefined;
	/** Draft 7 and older ones: what stands beside a `$ref` does not count. */
	readonly isLegacy: boolean;
	/** Set once something was met that cannot be followed. */
	isUncertain: boolean;
}

export function rootOf(schema: Json | undefined): Root {
	const dialect = isObject(schema) ? schema.$schema : undefined;
	return {
		schema,
		isLegacy: typeof dialect === 'string' && /draft-0[3-7]/.test(dialect.slice(0, 200)),
		isUncertain: false,
	};
}

const mostHops = 20;

/** A schema in one form for all drafts, local references followed; false where nothing is valid. */
export function openSchema(value: Json | undefined, root: Root): JsonObject | false {
	let node = asSchema(value, root);
	for (let hops = 0; node !== false && node.$ref !== undefined; hops++) {
		const target = hops < mostHops ? resolve(node.$ref, root) : undefined;
		if (target === undefined) {
			root.isUncertain = true;
			break;
		}
		const {$ref, ...siblings} = node;
		const opened = asSchema(target, root);
		node = opened === false ? false : withSiblings(opened, root.isLegacy ? onlyTexts(siblings) : siblings);
	}
	if (node === false || isNever(node)) return false;
	return onlyRelevant(modernise(flatten(node)));
}

/** What a reference leads to where nothing but texts stands beside it: many parts share it. */
export function follow(value: Json | undefined, root: Root): Json | undefined {
	let found = value;
	for (let hops = 0; hops < mostHops && isObject(found) && found.$ref !== undefined; hops++) {
		if (!Object.keys(found).every(key => key === '$ref' || textKeywords.has(key))) break;
		const target = resolve(found.$ref, root);
		if (target === undefined) break;
		found = target;
	}
	return found;
}

function asSchema(value: Json | undefined, root: Root): JsonObject | false {
	if (value === false) return false;
	if (isObject(value)) {
		if (value !== root.schema && (value.$id !== undefined || value.$dynamicRef !== undefined)) root.isUncertain = true;
		return value;
	}
	// Nothing else is a schema, so nobody knows what a validator makes of it.
	if (value !== undefined && value !== true) root.isUncertain = true;
	return {};
}

/** Only within the schema itself: nothing is ever fetched. */
function resolve(ref: Json, {schema}: Root): Json | undefined {
	if (typeof ref !== 'string' || !/^#(?:$|\/)/.test(ref)) return undefined;
	let found: Json | undefined = schema;
	for (const step of ref.split('/').slice(1, 50)) {
		const key = readStep(step);
		if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
		found = (found as JsonObject)[key];
	}
	return found;
}

/** Of a JSON pointer (RFC 6901) in a URI fragment. */
function readStep(step: string): string {
	try {
		return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
	} catch {
		return step;
	}
}

/** What a reference leads to and what stands beside it hold both. */
function withSiblings(target: JsonObject, siblings: JsonObject): JsonObject {
	const {default: value, ...rest} = siblings;
	if (canJoin(target, onlyRules(rest))) return {...target, ...siblings};
	const all = Array.isArray(siblings.allOf) ? siblings.allOf : [];
	return {...siblings, allOf: [...all, target]};
}

/** Lifts what `allOf` demands into the schema itself, as far as that cannot change its meaning. */
function flatten(node: JsonObject): JsonObject {
	if (!Array.isArray(node.allOf)) return node;
	const {allOf, ...rest} = node;
	let joined: JsonObject = rest;
	const left: Json[] = [];
	for (const branch of node.allOf as readonly Json[]) {
		const rules = isObject(branch) ? onlyRules(branch) : undefined;
		const isPlain = rules && rules.$ref === undefined && rules.allOf === undefined && rules.$id === undefined;
		if (rules && isPlain && canJoin(joined, rules)) joined = {...joined, ...rules};
		else left.push(branch);
	}
	return left.length > 0 ? {...joined, allOf: left} : joined;
}

/** Rules of different keywords may stand in one schema, but for those that look at their neighbours. */
function canJoin(a: JsonObject, b: JsonObject): boolean {
	const rules = Object.keys(onlyRules(a));
	if (rules.length === 0 || Object.keys(b).length === 0) return true;
	return ![...rules, ...Object.keys(b)].some(key => sociable.has(key)) && !rules.some(key => Object.hasOwn(b, key));
}

const sociable: ReadonlySet<string> = new Set(
	[
		'additionalProperties patternProperties unevaluatedProperties unevaluatedItems items prefixItems additionalItems',
		'contains minContains maxContains if then else exclusiveMinimum exclusiveMaximum $ref',
	].flatMap(keywords => keywords.split(' ')),
);

const onlyRules = (schema: JsonObject): JsonObject =>
	pick(schema, key => !textKeywords.has(key) && !silentKeywords.has(key));
const onlyTexts = (schema: JsonObject): JsonObject => pick(schema, key => textKeywords.has(key));

const pick = (schema: JsonObject, isWanted: (key: string) => boolean): JsonObject =>
	Object.fromEntries(Object.entries(schema).filter(([key]) => isWanted(key)));

const isNever = ({not}: JsonObject): boolean => not === true || (isObject(not) && Object.keys(not).length === 0);

/** The words of older drafts in those of 2020-12; `const` is a choice of one. */
function modernise(node: JsonObject): JsonObject {
	const {const: value, additionalItems, dependencies, ...rest} = node;
	const next: Record<string, Json | undefined> = rest;
	if (value !== undefined && next.enum === undefined) next.enum = [value];
	else if (value !== undefined) next.allOf = [...(Array.isArray(next.allOf) ? next.allOf : []), {enum: [value]}];
	if (Array.isArray(next.items)) {
		next.prefixItems = next.items;
		next.items = additionalItems;
	}
	for (const [limit, strict] of strictLimits) {
		if (next[strict] === true) [next[strict], next[limit]] = [next[limit], undefined];
		else if (next[strict] === false) next[strict] = undefined;
	}
	if (isObject(dependencies)) Object.assign(next, splitDependencies(dependencies, next));
	return next;
}

const strictLimits = [
	['minimum', 'exclusiveMinimum'],
	['maximum', 'exclusiveMaximum'],
] as const;

function splitDependencies(dependencies: JsonObject, {dependentRequired, dependentSchemas}: JsonObject): JsonObject {
	const entries = Object.entries(dependencies);
	const required = entries.filter(([, value]) => Array.isArray(value));
	const schemas = entries.filter(([, value]) => !Array.isArray(value));
	return {
		dependentRequired: joinEntries(dependentRequired, required),
		dependentSchemas: joinEntries(dependentSchemas, schemas),
	};
}

function joinEntries(map: Json | undefined, entries: readonly [string, Json | undefined][]): Json | undefined {
	if (entries.length === 0) return map;
	return {...(isObject(map) ? map : {}), ...Object.fromEntries(entries)};
}

/** Without rules about types that the schema does not admit: they rule nothing. */
function onlyRelevant(node: JsonObject): JsonObject {
	if (node.type === undefined) return node;
	const types = declaredTypes(node);
	return pick(node, key => {
		const concerned = Object.hasOwn(typesOfKeyword, key) ? typesOfKeyword[key] : undefined;
		return concerned === undefined || concerned.some(type => types.has(type));
	});
}
