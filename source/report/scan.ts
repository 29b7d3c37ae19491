import {plural} from '../domain/format.ts';
import {plainText} from '../domain/plain-text.ts';
import {
	compareSeverity,
	type FindingSeverity,
	failsOf,
	findingSeverities,
	type SecurityReport,
	worstOf,
} from '../domain/security-finding.ts';

/** How a scan is printed. */
export interface ScanStyle {
	readonly isColored: boolean;
	/** Passes and what could not be assessed are shown one by one. */
	readonly isVerbose: boolean;
}

/** The findings for people: the server with the gravest fail first, a line for each fail, then what was not judged. */
export function renderScan(reports: readonly SecurityReport[], style: ScanStyle): string {
	const sorted = [...reports].sort((a, b) => rankOf(a) - rankOf(b));
	return `${[...sorted.map(report => renderServer(report, style)), renderSummary(reports)].join('\n\n')}\n`;
}

const rankOf = (report: SecurityReport): number => {
	const worst = worstOf(report);
	return worst === null ? findingSeverities.length : findingSeverities.indexOf(worst);
};

function renderServer(report: SecurityReport, style: ScanStyle): string {
	const fails = failsOf(report);
	const passed = report.findings.filter(({result}) => result === 'pass');
	const open = report.findings.filter(({result}) => result === 'not_assessable');
	const counts = [
		fails.length === 0 ? 'no fails' : plural(fails.length, 'fail'),
		`${passed.length} passed`,
		...(open.length > 0 ? [`${open.length} not assessable`] : []),
	];
	return [
		`${plainText(report.server, 128)}: ${counts.join(', ')}`,
		...fails.flatMap(({severity, check, owasp, evidence, remedy}) => [
			`  ${paint(severity.toUpperCase().padEnd(8), severity, style)}  ${owasp} ${check}: ${evidence ?? 'failed'}`,
			...(remedy === null ? [] : [`            ${remedy}`]),
		]),
		...(style.isVerbose
			? passed.map(({owasp, check, evidence}) => `  pass      ${owasp} ${check}: ${evidence ?? 'passed'}`)
			: []),
		...(style.isVerbose
			? open.map(({owasp, check, reason}) => `  open      ${owasp} ${check}: ${reason ?? 'not assessable'}`)
			: []),
	].join('\n');
}

function renderSummary(reports: readonly SecurityReport[]): string {
	const fails = reports.flatMap(failsOf).sort((a, b) => compareSeverity(a.severity, b.severity));
	const counts = findingSeverities.flatMap(severity => {
		const count = fails.filter(one => one.severity === severity).length;
		return count > 0 ? [`${count} ${severity}`] : [];
	});
	const open = countReasons(reports);
	return [
		`${plural(reports.length, 'server')}: ${counts.length > 0 ? counts.join(', ') : 'no fails'}`,
		...(open.length > 0 ? ['Not assessable:', ...open] : []),
		'MCP08:2025, MCP09:2025 and MCP10:2025 are not checked.',
	].join('\n');
}

/** What could not be judged and at how many servers, the most frequent first. */
function countReasons(reports: readonly SecurityReport[]): readonly string[] {
	const servers = new Map<string, number>();
	for (const {check, reason} of reports.flatMap(({findings}) => findings)) {
		if (reason !== null) servers.set(`${check}: ${reason}`, (servers.get(`${check}: ${reason}`) ?? 0) + 1);
	}
	const counted = [...servers].sort(([, a], [, b]) => b - a);
	const shown = counted.slice(0, mostReasons).map(([words, count]) => `  ${words} (${plural(count, 'server')})`);
	return counted.length > mostReasons ? [...shown, `  and ${counted.length - mostReasons} more reasons`] : shown;
}

const mostReasons = 20;

/** SGR codes of the terminal's own 16 colours. */
const severityColor = {critical: 31, high: 31, medium: 33, low: 90} as const satisfies Record<FindingSeverity, number>;

const paint = (text: string, severity: FindingSeverity, {isColored}: ScanStyle): string =>
	isColored ? `\u001b[${severityColor[severity]}m${text}\u001b[0m` : text;
