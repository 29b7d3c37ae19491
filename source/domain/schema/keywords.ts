/** The types of JSON Schema; `fraction` stands for the numbers that are not whole, so that `number` is two of them. */
export const allTypes = ['null', 'boolean', 'object', 'array', 'string', 'integer', 'fraction'] as const;

/** The types that a keyword has a say about; one that is not listed concerns them all. */
export const typesOfKeyword: Readonly<Record<string, readonly string[]>> = {
	...concern(
		['object'],
		'properties required additionalProperties patternProperties propertyNames unevaluatedProperties',
	),
	...concern(['object'], 'minProperties maxProperties dependentRequired dependentSchemas dependencies'),
	...concern(['array'], 'items prefixItems additionalItems unevaluatedItems contains minContains maxContains'),
	...concern(['array'], 'minItems maxItems uniqueItems'),
	...concern(['string'], 'minLength maxLength pattern'),
	...concern(['integer', 'fraction'], 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'),
};

/** Keywords that hold one schema by name in an object. */
export const mapKeywords: ReadonlySet<string> = new Set(
	'properties patternProperties $defs definitions dependentSchemas dependencies'.split(' '),
);

/** Keywords that only people and models read. */
export const textKeywords: ReadonlySet<string> = new Set('title description $comment examples'.split(' '));

/** Keywords that neither people nor validators need beside what they name. */
export const silentKeywords: ReadonlySet<string> = new Set('$schema $id id $anchor $defs definitions'.split(' '));

/** Everything that the comparison understands. What is not among it is unknown to it. */
export const knownKeywords: ReadonlySet<string> = new Set([
	...Object.keys(typesOfKeyword),
	...mapKeywords,
	...textKeywords,
	...silentKeywords,
	...'type enum const format default anyOf oneOf allOf not if then else'.split(' '),
	...'$ref $dynamicRef $recursiveRef $dynamicAnchor $recursiveAnchor $vocabulary'.split(' '),
]);

function concern(types: readonly string[], keywords: string): Record<string, readonly string[]> {
	return Object.fromEntries(keywords.split(' ').map(keyword => [keyword, types]));
}

/** True for keywords that rule nothing. */
export const isIdle = (key: string): boolean => textKeywords.has(key) || silentKeywords.has(key) || key === 'default';
