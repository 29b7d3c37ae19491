import {isObject, type JsonObject} from '../domain/json.ts';
import type {Tool} from '../domain/probe-result.ts';
import type {SecurityFinding} from '../domain/security-finding.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, listed, notAssessable, pass, shown} from './finding.ts';

const about: About = {check: 'command_execution', owasp: 'MCP05:2025', title: 'No tool runs whatever it is told'};

/** Names of tools that run what they are given. */
const runs =
	/(?:^|[_.\-/])(?:exec|execute|eval|evaluate|run|spawn|shell|bash|sh|zsh|cmd|powershell|pwsh|terminal|command|python|javascript|script|code)(?:$|[_.\-/])/;
/** Parameters that hold what is run. */
const isProgram =
	/^(?:cmd|command|commands|command_?line|shell|script|code|program|expression|python|javascript|source_?code)$/i;

/** Tools that take a free text and run it as a command or a program. */
export function checkCommandExecution({listing}: SecurityContext): SecurityFinding {
	if (listing === null) return notAssessable(about, 'its tools are not known yet');
	const found = listing.tools.flatMap(tool => {
		const field = freeProgram(tool);
		return field === null ? [] : [{tool: tool.name, field}];
	});
	if (found.length === 0)
		return pass(about, `none of ${listing.tools.length} tools takes a command or a program as free text`);
	return fail(
		about,
		'medium',
		listed(found, ({tool, field}) => `${shown(tool)} runs the text in ${shown(field)}`),
		'let the agent ask before each call, run the server in a container, or limit the text by enum or pattern',
	);
}

/** The field whose text is run, or null. */
function freeProgram({name, inputSchema}: Tool): string | null {
	// Words of camelCase are words as well.
	const words = name
		.slice(0, 256)
		.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
		.toLowerCase();
	if (!runs.test(words) || !isObject(inputSchema) || !isObject(inputSchema.properties)) return null;
	const fields = Object.entries(inputSchema.properties).slice(0, 500);
	return fields.find(([field, schema]) => isProgram.test(field) && isObject(schema) && isFree(schema))?.[0] ?? null;
}

const isFree = (schema: JsonObject): boolean =>
	isTextual(schema) && schema.enum === undefined && schema.const === undefined && schema.pattern === undefined;

const isTextual = ({type, items}: JsonObject): boolean =>
	type === 'string' ||
	(Array.isArray(type) && type.includes('string')) ||
	(type === 'array' && isObject(items) && isFree(items));
