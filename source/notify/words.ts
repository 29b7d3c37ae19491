import type {Alert, Caller} from '../domain/alert.ts';
import {formatDuration, formatLatency, plural} from '../domain/format.ts';
import type {Telling} from '../domain/outbox.ts';
import {durationOf} from './event.ts';
import type {SenderTools} from './sender.ts';

/** What has happened in two words, for headings: `schema drift`, `still down`, `down is over`. */
export function headline({phase, kind, about}: Alert): string {
	const trouble = about.replaceAll('_', ' ');
	switch (phase) {
		case 'opened':
		case 'noted':
			return kind.replaceAll('_', ' ');
		case 'reminded':
			return `still ${trouble}`;
		case 'acknowledged':
			return `${trouble} acknowledged`;
		case 'closed':
			return `${trouble} is over`;
	}
}

/** All of it in one line: `redis-mcp down: exited with code 1`, or the cause that they have in common. */
export function wordTellings(tellings: readonly Telling[], {wordGroup, about, fleetSize}: SenderTools): string {
	const alerts = tellings.map(({alert}) => alert);
	const [first] = alerts as [Alert, ...Alert[]];
	const mark = about.isTest ? '[test] ' : '';
	if (alerts.length === 1) return `${mark}${first.server} ${first.message}`;
	const names = alerts.slice(0, mostNames).map(({server}) => server);
	const more = alerts.length - names.length;
	return `${mark}${wordGroup(alerts, fleetSize())}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const mostNames = 8;

/** What there is to know beside the message, as names and values: for fields, custom details and annotations. */
export function factsOf(alert: Alert): readonly (readonly [name: string, value: string])[] {
	const {details, affects, phase} = alert;
	const {status, previousStatus, latency} = details;
	const lasted = formatDuration(durationOf(alert));
	const facts: readonly (readonly [string, string | undefined])[] = [
		['Severity', alert.severity],
		['Status', status && (previousStatus && previousStatus !== status ? `${previousStatus} → ${status}` : status)],
		[phase === 'closed' ? 'Lasted' : 'For', phase === 'noted' || durationOf(alert) === 0 ? undefined : lasted],
		['Affects', affects.length > 0 ? affects.slice(0, 20).join(', ') : undefined],
		['Calls in 24 h', details.callers?.length ? details.callers.slice(0, 10).map(wordCaller).join(', ') : undefined],
		['Latency', latency && `p95 ${formatLatency(latency.p95Ms)}, limit ${formatLatency(latency.limitMs)}`],
		['Usual at this hour', latency?.usualMs == null ? undefined : formatLatency(latency.usualMs)],
		['Trend', latency?.trendMs.length ? latency.trendMs.slice(-12).map(formatLatency).join(' ') : undefined],
		['By', details.by],
		['Reason', details.reason],
		['Project', details.project],
	];
	return facts.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

/** "support-agent 120 (3 failed)" */
const wordCaller = ({agent, calls, failed}: Caller): string =>
	`${agent} ${calls}${failed > 0 ? ` (${failed} failed)` : ''}`;

/** How the tools have changed, a line for each, bounded. */
export function driftLines({details: {drift}}: Alert): readonly string[] {
	if (!drift) return [];
	const lines = [
		...drift.toolsRemoved.map(name => `- ${name} removed`),
		...drift.toolsModified.map(({name, changes}) => `~ ${name}: ${changes}`),
		...drift.toolsAdded.map(name => `+ ${name} added`),
	];
	const shown = lines.slice(0, mostDriftLines);
	const more = lines.length - shown.length;
	return more > 0 ? [...shown, `and ${plural(more, 'more change')}`] : shown;
}

const mostDriftLines = 15;
