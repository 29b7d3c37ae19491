import {addLatency, emptyHistogram, type LatencyHistogram} from '../../source/domain/latency-histogram.ts';
import {type Grade, type Scorecard, type Signals, scorecardOf} from '../../source/domain/scorecard.ts';
import type {FindingSeverity, SecurityFinding} from '../../source/domain/security-finding.ts';
import {unknownSchema} from '../../source/domain/snapshot.ts';
import {type Span, spanMs} from '../../source/domain/span.ts';
import {noCounts} from '../../source/domain/spans.ts';
import {statsOf} from '../../source/domain/windows.ts';
import {noon, stdioServer} from './fleet.ts';

/** So many answers of the same latency. */
export function histogramOf(count: number, ms: number): LatencyHistogram {
	let histogram = emptyHistogram;
	for (let index = 0; index < count; index++) histogram = addLatency(histogram, ms);
	return histogram;
}

const fastHour = histogramOf(120, 40);
const slowHour = histogramOf(120, 4821);

/** An hour that was watched throughout, with a check every 30 s that was good; the hour under way is number 0. */
export const hourAgo = (hours: number, changes: Partial<Span> = {}): Span => ({
	start: Math.floor(noon / spanMs.hour - hours) * spanMs.hour,
	size: 'hour',
	...noCounts,
	checks: 120,
	availableMs: spanMs.hour,
	latencies: fastHour,
	...changes,
});

export const finding = (check: string, severity: FindingSeverity | null = null): SecurityFinding => ({
	check,
	owasp: 'MCP07:2025',
	title: 'A check',
	result: severity === null ? 'pass' : 'fail',
	severity,
	evidence: severity === null ? 'all is well' : `${check} found something`,
	remedy: severity === null ? null : `mend ${check}`,
	reason: null,
});

export const notAssessable = (check: string, reason: string): SecurityFinding => ({
	...finding(check),
	result: 'not_assessable',
	evidence: null,
	reason,
});

/** What stdio servers have of a scan that found nothing. */
export const cleanScan: readonly SecurityFinding[] = [
	finding('literal_secret'),
	finding('file_mode'),
	notAssessable('authentication', 'not applicable: a stdio server talks only to the process that started it'),
	notAssessable('tls', 'not applicable: stdio uses no network'),
];

export const week = (change: (hour: number) => Partial<Span> = () => ({})): readonly Span[] =>
	Array.from({length: 168}, (_, index) => hourAgo(167 - index, change(167 - index)));

/** What is known of a server that was well for a week, with these changes. */
export function signalsWith({spans = week(), ...changes}: Partial<Omit<Signals, 'stats'>> = {}): Signals {
	return {
		server: stdioServer('postgres-mcp'),
		schema: {...unknownSchema, state: 'unchanged', hash: 'c0ffee'},
		security: cleanScan,
		now: noon,
		...changes,
		spans,
		stats: statsOf({spans, cursor: null}, [], changes.now ?? noon),
	};
}

/** The same hours, of which the first few were slow, and in which so much was lost in so many outages. */
const troubledWeek = (slowHours: number, lostMs = 0, outages = 0): readonly Span[] =>
	week(hour => {
		const isHit = hour < outages;
		const lost = isHit ? lostMs / outages : 0;
		return {
			latencies: hour < slowHours ? slowHour : fastHour,
			...(isHit && {outages: 1, availableMs: spanMs.hour - lost, unavailableMs: lost}),
		};
	});

const minuteMs = 60_000;
const scan = (...severities: readonly FindingSeverity[]) => [
	...cleanScan,
	...severities.map((severity, index) => finding(['unpinned_package', 'broad_access'][index] ?? 'other', severity)),
];

/** Six servers whose week came out as in the best known example of this table. */
export const articleRows: readonly {readonly name: string; readonly scorecard: Scorecard}[] = [
	['postgres-mcp', {security: scan('medium')}],
	['github-mcp', {spans: troubledWeek(5)}],
	['slack-mcp', {spans: troubledWeek(12, 40 * minuteMs, 3), security: scan('medium')}],
	['jira-mcp', {spans: troubledWeek(5), security: scan('high')}],
	['elasticsearch-mcp', {spans: troubledWeek(25, 80 * minuteMs, 6), security: scan('low')}],
	[
		'redis-mcp',
		{
			spans: week(() => ({
				availableMs: 0,
				unavailableMs: spanMs.hour,
				latencies: emptyHistogram,
				errors: {connection_refused: 120},
			})),
			security: scan('medium', 'high'),
		},
	],
].map(([name, changes]) => ({
	name: name as string,
	scorecard: scorecardOf(signalsWith(changes as Partial<Signals>)),
}));

const weekFor: Readonly<Record<Grade, Partial<Signals>>> = {
	A: {},
	B: {spans: troubledWeek(12, 40 * minuteMs, 3), security: scan('medium')},
	C: {spans: troubledWeek(25, 80 * minuteMs, 6), security: scan('low')},
	D: {spans: troubledWeek(60, 5 * 60 * minuteMs, 20), security: scan('medium', 'high')},
	F: {
		spans: week(() => ({
			...{availableMs: 0, unavailableMs: spanMs.hour, latencies: emptyHistogram},
			errors: {connection_refused: 120},
		})),
		security: scan('high', 'high'),
	},
};

/** A scorecard with this grade overall; null: of a server that nobody has watched for long enough. */
export const scorecardWith = (grade: Grade | null): Scorecard =>
	scorecardOf(signalsWith(grade === null ? {spans: [hourAgo(0)]} : weekFor[grade]));
