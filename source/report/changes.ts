import {plural} from '../domain/format.ts';
import {isObject, type Json} from '../domain/json.ts';
import {plainText} from '../domain/plain-text.ts';
import {type ChangeClass, changeClasses, describeChanges, type SchemaChange} from '../domain/schema-diff.ts';
import {type DiffLine, diffLines} from './diff-lines.ts';
import {escapeHidden} from './escape-hidden.ts';

/** How differences are printed. */
export interface DiffStyle {
	readonly isColored: boolean;
	/** Plain letters instead of an ellipsis. */
	readonly isAscii: boolean;
}

const mostChanges = 100;
const mostLinesEach = 80;
const longestPath = 12;

/** Every change with its class, its place, and what stood there before and after. Ends without a line break. */
export function renderChanges(changes: readonly SchemaChange[], style: DiffStyle): string {
	const shown = changes.slice(0, mostChanges).map(change => renderChange(change, style));
	const more = changes.length - shown.length;
	return [...shown, ...(more > 0 ? [`  and ${plural(more, 'more change')}`] : [])].join('\n');
}

/** "4 changes: 1 breaking, 3 compatible" */
export function countChanges(changes: readonly SchemaChange[]): string {
	const counted = changeClasses.flatMap(kind => {
		const count = changes.filter(change => change.class === kind).length;
		return count > 0 ? [`${count} ${kind}`] : [];
	});
	return `${plural(changes.length, 'change')}${counted.length > 0 ? `: ${counted.join(', ')}` : ''}`;
}

function renderChange(change: SchemaChange, style: DiffStyle): string {
	const {path} = change;
	const word = paint(change.class.toUpperCase().padEnd(10), classColor[change.class], style);
	const told = path.slice(0, longestPath).map(step => plainText(step, 100) || '""');
	const place = [...told, ...(path.length > longestPath ? [ellipsis(style)] : [])].join('.');
	return [
		`  ${word}  ${describeChanges([change])}`,
		...(place === '' ? [] : [`    ${paint(place, dim, style)}`]),
		...renderValues(change, style),
	].join('\n');
}

function renderValues({before, after}: SchemaChange, style: DiffStyle): readonly string[] {
	if (before === undefined && after === undefined) return [];
	const lines = diffLines(linesOf(before), linesOf(after));
	if (lines.length === 0) return ['    the change lies behind the part that is kept'];
	const shown = lines.slice(0, mostLinesEach).map(line => renderLine(line, style));
	const more = lines.length - shown.length;
	return more > 0 ? [...shown, `      and ${plural(more, 'more line')}`] : shown;
}

function renderLine({sign, text}: DiffLine, style: DiffStyle): string {
	switch (sign) {
		case '-':
			return paint(`    - ${text}`, removed, style);
		case '+':
			return paint(`    + ${text}`, added, style);
		case '…':
			return `      ${ellipsis(style)}`;
		case ' ':
			return `      ${text}`.trimEnd();
	}
}

/** A text as its lines, anything else as JSON; what hides is written out, so that it can be seen to have changed. */
function linesOf(value: Json | undefined): readonly string[] {
	if (value === undefined) return [];
	const text = typeof value === 'string' ? value : JSON.stringify(sorted(value), null, 2);
	return text.split(/\r?\n/).map(escapeHidden);
}

/** The order of keys means nothing, so it must not make a difference. */
function sorted(value: Json): Json {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isObject(value)) return value;
	const keys = Object.keys(value).sort();
	return Object.fromEntries(keys.map(key => [key, sorted(value[key] ?? null)]));
}

const ellipsis = ({isAscii}: DiffStyle): string => (isAscii ? '...' : '…');

/** SGR codes of the terminal's own 16 colours. */
const classColor = {breaking: 31, suspicious: 33, warning: 33, compatible: 32} as const satisfies Record<
	ChangeClass,
	number
>;
const removed = 31;
const added = 32;
const dim = 90;

const paint = (text: string, sgr: number, {isColored}: DiffStyle): string =>
	isColored ? `\u001B[${sgr}m${text}\u001B[39m` : text;
