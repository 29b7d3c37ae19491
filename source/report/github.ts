import {type FailCondition, failuresOf} from '../domain/fail-on.ts';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import {formatExactMs} from '../domain/format.ts';
import {issuesOf} from '../domain/issues.ts';
import {notesOf} from '../domain/notes.ts';
import {countStatuses} from '../domain/select.ts';
import {describeFailure} from './ci-failure.ts';
import {renderMarkdownTable, toMarkdown} from './markdown.ts';

/** What a GitHub workflow shows at the run: an error for each server that fails the check, a warning for other issues. */
export function renderAnnotations(
	states: readonly ServerState[],
	conditions: readonly FailCondition[],
	now: number,
): string {
	const failing = new Map(states.map(state => [state.server.name, failuresOf(conditions, state)]));
	const errors = states.flatMap(state => {
		const failures = failing.get(state.server.name) ?? [];
		if (failures.length === 0) return [];
		const words = failures.map(condition => describeFailure(condition, state, now));
		const title = `${state.server.name} ${failures.join(', ')}`;
		return annotation('error', title, [...new Set(words)].join('; '));
	});
	const warnings = issuesOf(states, now)
		.filter(({server}) => failing.get(server)?.length === 0)
		.map(({server, status, message}) => annotation('warning', `${server} ${status}`, message));
	return [...errors, ...warnings].join('');
}

/** A workflow command, in one line: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const annotation = (level: 'error' | 'warning', title: string, message: string): string =>
	`::${level} title=${escapeData(title).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escapeData(message)}\n`;

const escapeData = (text: string): string =>
	text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A workflow's summary of the check, Markdown. */
export function renderJobSummary(
	{name}: Pick<Fleet, 'name'>,
	states: readonly ServerState[],
	conditions: readonly FailCondition[],
	now: number,
): string {
	const {total, disabled, ...counts} = countStatuses(states);
	const words = Object.entries(counts).flatMap(([status, count]) => (count > 0 ? [`${count} ${status}`] : []));
	const rows = states.map(state => {
		const {server, health, lastCheck, listing} = state;
		const isFailing = failuresOf(conditions, state).length > 0;
		const status = server.enabled ? health.status.toUpperCase() : 'DISABLED';
		const latency = lastCheck?.latencyMs;
		return [
			toMarkdown(server.name),
			isFailing ? `**${status}**` : status,
			latency == null ? '–' : formatExactMs(latency),
			listing === null || latency == null ? '–' : String(listing.tools.length),
			toMarkdown(notesOf(state, now)[0] ?? ''),
		];
	});
	return [
		`### MCP servers of ${toMarkdown(name)}: ${words.join(', ') || 'none'}`,
		'',
		...renderMarkdownTable(['server', 'status', 'latency', 'tools', 'notes'], rows),
		'',
	].join('\n');
}
