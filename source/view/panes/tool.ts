import {plainText} from '../../domain/plain-text.ts';
import type {Tool} from '../../domain/probe-result.ts';
import {foreign, type Line, span} from '../draw/line.ts';
import {wrapTo} from '../draw/width.ts';

const longestDescription = 4000;
const longestSchema = 40_000;
const mostSchemaLines = 1000;

/** Shows a tool in full: its name, its description and the schema of its input. */
export function drawTool(tool: Tool, columns: number): readonly Line[] {
	const description = typeof tool.description === 'string' ? plainText(tool.description, longestDescription) : '';
	const schema = JSON.stringify(tool.inputSchema ?? null, null, 2)
		.slice(0, longestSchema)
		.split('\n');
	return [
		[span(` ${foreign(tool.name)}`, 'strong')],
		[],
		...(description
			? wrapTo(description, Math.max(10, columns - 2)).map(line => [span(` ${foreign(line)}`)])
			: [noDescription]),
		[],
		[span(' input schema', 'accent')],
		...schema.slice(0, mostSchemaLines).map(line => [span(` ${indentOf(line)}${foreign(line)}`)]),
		...(schema.length > mostSchemaLines ? [[span(` and ${schema.length - mostSchemaLines} lines more`, 'dim')]] : []),
	];
}

const noDescription: Line = [span(' no description', 'dim')];

const indentOf = (line: string): string => /^ */.exec(line)?.[0] ?? '';
