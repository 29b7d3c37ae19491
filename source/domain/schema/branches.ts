import {canonical} from '../canonical.ts';
import {isObject, type Json, type JsonObject} from '../json.ts';
import {openSchema, type Root} from './open-schema.ts';
import {possibleTypes} from './schema-types.ts';

/** What one form of a choice is recognised by: the value that a field of it must have, or its types. */
export function markOf(branch: Json, root: Root): string {
	if (isObject(branch) && typeof branch.$ref === 'string') return branch.$ref;
	const schema = openSchema(branch, root);
	if (schema === false) return 'never';
	const types = [...new Set([...possibleTypes(schema)].map(type => (type === 'fraction' ? 'integer' : type)))]
		.sort()
		.join();
	const fixed = [...demandedChoices(schema, root)].map(([name, choices]) => [name, [...choices].sort()] as const);
	const single = fixed.filter(([, choices]) => choices.length === 1).sort();
	return `${types} ${JSON.stringify(single)}`;
}

/** True when no value can be valid under two of the schemas, as far as types and fixed fields tell. */
export function areDisjoint(branches: readonly Json[], root: Root): boolean {
	if (branches.length > mostBranches) return false;
	const facts = branches.map(branch => factsOf(branch, root));
	return facts.every((one, index) => facts.slice(index + 1).every(other => excludeEachOther(one, other)));
}

const mostBranches = 40;

interface Facts {
	readonly types: ReadonlySet<string>;
	/** The fields that must be there and have one of some values. */
	readonly choices: ReadonlyMap<string, ReadonlySet<string>>;
	/** The values themselves, where they are enumerated. */
	readonly values: ReadonlySet<string> | null;
}

function factsOf(branch: Json, root: Root): Facts {
	const schema = openSchema(branch, root);
	if (schema === false) return {types: new Set(), choices: new Map(), values: new Set()};
	const values = Array.isArray(schema.enum) ? new Set(schema.enum.map((value: Json) => canonical(value))) : null;
	return {types: possibleTypes(schema), choices: demandedChoices(schema, root), values};
}

function excludeEachOther(one: Facts, other: Facts): boolean {
	const common = [...one.types].filter(type => other.types.has(type));
	if (common.length === 0) return true;
	if (one.values && other.values && isApart(one.values, other.values)) return true;
	// Fields tell apart nothing but objects.
	if (common.some(type => type !== 'object')) return false;
	return [...one.choices].some(([name, values]) => {
		const others = other.choices.get(name);
		return others !== undefined && isApart(values, others);
	});
}

const isApart = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].every(value => !b.has(value));

function demandedChoices(schema: JsonObject, root: Root): Map<string, Set<string>> {
	const required = new Set(Array.isArray(schema.required) ? schema.required : []);
	const found = new Map<string, Set<string>>();
	for (const [name, field] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
		const opened = required.has(name) ? openSchema(field, root) : false;
		if (opened !== false && Array.isArray(opened.enum)) {
			found.set(name, new Set(opened.enum.map((value: Json) => canonical(value))));
		}
	}
	return found;
}

/** How many of the schemas may describe an object. */
export const countObjects = (branches: readonly Json[], root: Root): number =>
	branches.slice(0, mostBranches).filter(branch => factsOf(branch, root).types.has('object')).length;
