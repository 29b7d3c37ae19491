import type {AlertDetails, DriftDetails, LatencyDetails} from './alert.ts';
import type {ServerState} from './fleet.ts';
import {recentLatency} from './latency-spike.ts';
import {plainText} from './plain-text.ts';
import type {SchemaChange} from './schema/schema-change.ts';

// Alerts are kept by the hundred, sent around and shown: what they carry is bounded here.

const mostNames = 50;
const mostModified = 30;
const mostDiff = 20;
const longestName = 80;
const longestChanges = 200;
const longestText = 300;
const longestValue = 200;
const longestPath = 8;

/** What is the same for all alerts of a server. */
export const detailsOfServer = ({server}: Pick<ServerState, 'server'>): AlertDetails => ({
	...(server.runbookUrl !== null && {runbookUrl: server.runbookUrl}),
	...(server.tags.length > 0 && {tags: server.tags}),
	...(server.project !== null && {project: server.project}),
});

/** How the tools differ from what they should be, tool by tool. */
export function detailsOfDrift({changes, baseline, changedAt}: ServerState['schema']): DriftDetails {
	const named = (kind: SchemaChange['kind']) => [
		...new Set(changes.flatMap(change => (change.kind === kind && change.tool !== null ? [change.tool] : []))),
	];
	const names = (kind: SchemaChange['kind']) => named(kind).slice(0, mostNames).map(toName);
	return {
		toolsAdded: names('tool_added'),
		toolsRemoved: names('tool_removed'),
		toolsModified: named('tool_modified')
			.slice(0, mostModified)
			.map(name => ({name: toName(name), changes: wordChanges(changes.filter(({tool}) => tool === name))})),
		previousSnapshot: baseline?.takenAt ?? null,
		currentSnapshot: changedAt,
		diff: changes.slice(0, mostDiff).map(boundChange),
	};
}

/** How slow it is, against its limit, its last checks and what is usual. Null before any check counts. */
export function detailsOfLatency({samples, server}: ServerState, usualMs: number | null): LatencyDetails | null {
	const recent = recentLatency(samples);
	return recent && {...recent, limitMs: server.limits.latencyWarningMs, usualMs};
}

const toName = (name: string): string => plainText(name, longestName);

/** "Added required field draft (boolean); description changed" */
function wordChanges(changes: readonly SchemaChange[]): string {
	const words = changes.map(({text}) => text).join('; ');
	return plainText(words.charAt(0).toUpperCase() + words.slice(1), longestChanges);
}

/** What stood there is told only where it is short: the store has all of it. */
const boundChange = ({class: gravity, tool, kind, path, text, before, after}: SchemaChange): SchemaChange => ({
	class: gravity,
	tool: tool === null ? null : toName(tool),
	kind,
	path: path.slice(0, longestPath).map(step => plainText(step, longestName)),
	text: plainText(text, longestText),
	...(isShort(before) && {before}),
	...(isShort(after) && {after}),
});

const isShort = (value: SchemaChange['before']): value is NonNullable<SchemaChange['before']> =>
	value !== undefined && JSON.stringify(value).length <= longestValue;
