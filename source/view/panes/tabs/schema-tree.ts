import {isObject, type Json} from '../../../domain/json.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {foreign, type Line, span, widthOfLine} from '../../draw/line.ts';
import {cutTo, wrapTo} from '../../draw/width.ts';
import {mostEntries, type SchemaEntry, schemaEntries} from './schema-entries.ts';
import {describeSchema} from './schema-words.ts';

const mostIndented = 6;
const indentWidth = 2;
const leastText = 12;

/** A JSON Schema as a tree to read: each value with its type, whether it has to be there, and what it is for. */
export function drawSchema(schema: Json | undefined, context: DrawContext): readonly Line[] {
	if (schema === undefined) return fitLines(quietLines('none', context), context);
	const entries = schemaEntries(schema);
	if (entries.length === 0) {
		const isEmpty = isObject(schema) && schema.type === 'object';
		return drawText(isEmpty ? 'takes nothing in particular' : describeSchema(schema), 1, context);
	}
	const more = entries.length >= mostEntries ? quietLines('and there may be more', context) : [];
	return fitLines([...entries.flatMap(entry => drawEntry(entry, context)), ...more], context);
}

function drawEntry(entry: SchemaEntry, context: DrawContext): readonly Line[] {
	const {columns, look} = context;
	const indent = 1 + indentWidth * Math.min(mostIndented, entry.level);
	const name = cutTo(foreign(entry.name), Math.max(leastText, Math.floor(columns / 2)), look.glyphs.ellipsis);
	const start: Line = [
		span(' '.repeat(indent)),
		span(name === '' ? 'without a printable name' : name, 'strong'),
		span('  '),
		...(entry.isRequired ? [span('required', 'warning'), span(' ')] : []),
	];
	const room = columns - 1 - widthOfLine(start);
	const [first = '', ...others] = wrapTo(foreign(entry.words), Math.max(1, columns - indent - 5));
	const isBeside = room >= Math.min(first.length, leastText) && room > 0;
	const pieces = isBeside ? wrapTo(foreign(entry.words), Math.max(leastText, room)) : [first, ...others];
	const words = isBeside
		? [[...start, span(pieces[0] ?? '')], ...pieces.slice(1).map(text => hanging(text, indent))]
		: [start, ...pieces.map(text => hanging(text, indent))];
	return [...words, ...(entry.description === '' ? [] : drawText(entry.description, indent + 4, context))];
}

const hanging = (text: string, indent: number): Line => [span(' '.repeat(indent + 4)), span(text)];

/** A paragraph, moved in. */
function drawText(text: string, indent: number, {columns}: DrawContext): readonly Line[] {
	return wrapTo(text, Math.max(leastText, columns - indent - 1)).map(line => [
		span(' '.repeat(indent)),
		span(foreign(line), 'dim'),
	]);
}
