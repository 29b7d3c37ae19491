import Table from 'cli-table3';
import type {ServerState} from '../domain/fleet.ts';
import {type DimensionName, dimensionNames, type Grade, type Scorecard} from '../domain/scorecard.ts';
import {group} from '../domain/select.ts';
import {asciiLines, paint, type TableStyle} from './table.ts';

/** The grades of every server as a table, then what lowered them and what a missing one would take. */
export function renderScorecard(states: readonly ServerState[], style: TableStyle): string {
	const tables = group(states, style.groupBy).map(({key, states: members}) =>
		[...(key === null ? [] : [key]), renderRows(members, style)].join('\n'),
	);
	const reasons = states.filter(({server}) => server.enabled).flatMap(state => explain(state, style));
	return `${[['MCP Server Scorecard (7-day rolling)', ...tables].join('\n'), ...reasons].join('\n\n')}\n`;
}

const titles: Readonly<Record<DimensionName, string>> = {
	availability: 'Avail',
	performance: 'Perf',
	security: 'Sec',
	reliability: 'Rel',
};

function renderRows(states: readonly ServerState[], style: TableStyle): string {
	const table = new Table({
		head: ['Server', ...dimensionNames.map(name => titles[name]), 'Overall'],
		colWidths: [null, 7, 7, 7, 7, 9],
		style: {head: [], border: [], compact: true},
		...(style.isAscii ? {chars: asciiLines} : {}),
	});
	for (const {server, scorecard} of states) {
		const grades = dimensionNames.map(name => scorecard?.dimensions[name].grade ?? null);
		table.push([server.name, ...[...grades, scorecard?.overall ?? null].map(grade => gradeWord(grade, style))]);
	}
	return table.toString();
}

/** Nothing of a server that has an A throughout. */
function explain({server, scorecard}: ServerState, style: TableStyle): readonly string[] {
	if (!scorecard) return [`${server.name}: not graded yet`];
	const lines = [
		...(scorecard.cap === null
			? []
			: [`  ${'overall'.padEnd(nameWidth)}${gradeWord(scorecard.overall, style)}  ${scorecard.cap}`]),
		...dimensionNames.flatMap(name => explainDimension(name, scorecard, style)),
	];
	return lines.length === 0 ? [] : [[`${server.name}: ${gradeWord(scorecard.overall, style)}`, ...lines].join('\n')];
}

const nameWidth = 'availability'.length + 2;
const indent = ' '.repeat(nameWidth + 5);

function explainDimension(name: DimensionName, {dimensions}: Scorecard, style: TableStyle): readonly string[] {
	const {grade, why, deductions, missing} = dimensions[name];
	if (isSaidBefore(name, dimensions)) return [];
	if (missing === null && deductions.length === 0) return [];
	const names = dimensionNames.filter(other => missing !== null && dimensions[other].missing === missing);
	const others = names.filter(other => other !== name);
	const also = others.length > 0 ? ` (and ${others.join(', ')})` : '';
	return [
		`  ${name.padEnd(nameWidth)}${gradeWord(grade, style)}  ${why}${missing === null ? '' : `${also}: ${missing}`}`,
		...deductions.flatMap(({text, evidence, remedy}) => [
			`${indent}${text}`,
			`${indent}  ${evidence}`,
			`${indent}  ${style.isAscii ? '->' : '→'} ${remedy}`,
		]),
	];
}

/** What several dimensions lack alike is told once. */
function isSaidBefore(name: DimensionName, dimensions: Scorecard['dimensions']): boolean {
	const {missing} = dimensions[name];
	const first = dimensionNames.find(other => dimensions[other].missing === missing);
	return missing !== null && first !== name;
}

/** SGR codes of the terminal's own 16 colours. */
const gradeColor: Readonly<Record<Grade, number>> = {A: 32, B: 32, C: 33, D: 35, F: 31};

function gradeWord(grade: Grade | null, style: TableStyle): string {
	if (grade === null) return style.isAscii ? '-' : '—';
	return paint(grade, gradeColor[grade], style);
}
