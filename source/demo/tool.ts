import type {Tool} from '@modelcontextprotocol/sdk/types.js';

/**
 * Fields by name, each as `TYPE` or `TYPE!` (required) and then what it is about: `'integer How many at most'`. A type
 * is JSON Schema's own word, `string[]`, or the allowed words with a bar between.
 */
type Fields = Readonly<Record<string, string>>;

/** Makes a tool that changes nothing. */
export const reads = (name: string, description: string, fields: Fields): Tool =>
	createTool(name, description, fields, {readOnlyHint: true, openWorldHint: false});

/** Makes a tool that adds or changes something. */
export const writes = (name: string, description: string, fields: Fields): Tool =>
	createTool(name, description, fields, {readOnlyHint: false, destructiveHint: false});

/** Makes a tool that takes something away. */
export const removes = (name: string, description: string, fields: Fields): Tool =>
	createTool(name, description, fields, {readOnlyHint: false, destructiveHint: true});

/** Adds fields to a tool. */
export function withFields(tool: Tool, fields: Fields): Tool {
	const more = toInputSchema(fields);
	return {
		...tool,
		inputSchema: {
			...tool.inputSchema,
			properties: {...tool.inputSchema.properties, ...more.properties},
			required: [...(tool.inputSchema.required ?? []), ...more.required],
		},
	};
}

function createTool(name: string, description: string, fields: Fields, annotations: Tool['annotations']): Tool {
	return {name, description, inputSchema: toInputSchema(fields), annotations};
}

function toInputSchema(fields: Fields) {
	const entries = Object.entries(fields);
	return {
		type: 'object' as const,
		properties: Object.fromEntries(entries.map(([name, field]) => [name, toProperty(field)])),
		required: entries.filter(([, field]) => typeOf(field).endsWith('!')).map(([name]) => name),
	};
}

function toProperty(field: string): object {
	const type = typeOf(field).replace('!', '');
	const description = field.slice(typeOf(field).length).trim();
	return {...toType(type), ...(description ? {description} : {})};
}

function toType(type: string): object {
	if (type.includes('|')) return {type: 'string', enum: type.split('|')};
	return type.endsWith('[]') ? {type: 'array', items: {type: type.slice(0, -2)}} : {type};
}

const typeOf = (field: string): string => field.split(' ', 1)[0] ?? '';
