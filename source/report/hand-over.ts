import {formatDuration, formatRemaining} from '../domain/format.ts';
import type {Incident} from '../domain/incident.ts';
import {formatDate} from '../domain/local-time.ts';
import type {ServerIncident, Shift} from '../domain/shift.ts';
import {renderMarkdownTable, toMarkdown} from './markdown.ts';

/** What the next shift should know, as Markdown: first what is wrong now and who is on it. */
export function renderHandOver(fleet: string, shift: Shift): string {
	const {from, until, open, ended, silences, downtimes, alerts} = shift;
	const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
	return [
		`# Hand-over: ${toMarkdown(fleet)}`,
		'',
		`${formatDate(from)} to ${formatDate(until)} (${zone}), ${formatDuration(until - from)}; alerts: ${alerts.length}`,
		...section(
			'Open now',
			'Nothing is wrong.',
			['server', 'what', 'since', 'who is on it'],
			open.map(one => [...name(one), wordSince(one.incident, until), wordAcknowledgement(one.incident)]),
		),
		...section(
			'Happened and ended',
			'Nothing.',
			['server', 'what', 'began', 'lasted', 'ended by'],
			ended.map(one => [
				...name(one),
				formatDate(one.incident.startedAt),
				wordLasted(one.incident),
				endings[one.incident.ending ?? 'recovered'],
			]),
		),
		...section(
			'Silences that hold',
			'None.',
			['servers', 'for', 'who', 'why'],
			silences.map(({query, until: end, by, reason}) => [
				toMarkdown(query) || 'all',
				formatRemaining(end - until),
				toMarkdown(by),
				toMarkdown(reason ?? '') || '–',
			]),
		),
		...section(
			'Downtime',
			'None.',
			['server', 'down for', 'outages'],
			downtimes.map(({server, ms, outages}) => [toMarkdown(server), formatDuration(ms), String(outages)]),
		),
		'',
	].join('\n');
}

const section = (
	title: string,
	nothing: string,
	titles: readonly string[],
	rows: readonly (readonly string[])[],
): readonly string[] => ['', `## ${title}`, '', ...(rows.length > 0 ? renderMarkdownTable(titles, rows) : [nothing])];

const name = ({server, incident: {kind, cause}}: ServerIncident): readonly [string, string] => [
	toMarkdown(server),
	`${kind.replaceAll('_', ' ')}: ${toMarkdown(cause)}`,
];

const wordSince = ({startedAt}: Incident, now: number): string =>
	`${formatDate(startedAt)} (${formatDuration(now - startedAt)})`;

function wordAcknowledgement({acknowledgement}: Incident): string {
	if (!acknowledgement) return '**nobody**';
	const {by, reason} = acknowledgement;
	return `${toMarkdown(by)}${reason ? `: ${toMarkdown(reason)}` : ''}`;
}

const wordLasted = ({startedAt, endedAt}: Incident): string => formatDuration((endedAt ?? startedAt) - startedAt);

const endings: Readonly<Record<NonNullable<Incident['ending']>, string>> = {
	recovered: 'recovery',
	worsened: 'something worse',
	accepted: 'being accepted',
	removed: 'the server being removed',
};
