import {type Alert, type DriftDetails, dedupKeyOf, type LatencyDetails} from '../domain/alert.ts';
import type {About} from './sender.ts';

/** An alert as programs get it; `schemas/alert.v1.schema.json` describes it. Fields may be added, never changed. */
export type AlertEvent = ReturnType<typeof toEvent>;

export function toEvent(alert: Alert, {fleet, host, isTest}: Pick<About, 'fleet' | 'host' | 'isTest'>) {
	const {details} = alert;
	return {
		version: 1,
		id: alert.id,
		dedup_key: dedupKeyOf(alert),
		at: toTime(alert.at),
		server: alert.server,
		event: alert.kind,
		phase: alert.phase,
		about: alert.about,
		severity: alert.severity,
		message: alert.message,
		details: {
			...(details.drift && toDrift(details.drift)),
			...(details.latency && toLatency(details.latency)),
			...(details.category !== undefined && {category: details.category}),
			...(details.hint !== undefined && {hint: details.hint}),
			...(details.by !== undefined && {by: details.by}),
			...(details.reason !== undefined && {reason: details.reason}),
		},
		status: details.status ?? null,
		previous_status: details.previousStatus ?? null,
		started_at: toTime(alert.startedAt),
		duration_seconds: Math.round(durationOf(alert) / 1000),
		affected_agents: alert.affects,
		tags: details.tags ?? [],
		project: details.project ?? null,
		runbook_url: details.runbookUrl ?? null,
		group_id: details.groupId ?? null,
		group: details.group ?? null,
		fleet,
		host,
		test: isTest,
	};
}

/** How long the trouble has lasted, or did, ms. */
export const durationOf = ({details, at, startedAt}: Alert): number =>
	Math.max(0, details.durationMs ?? at - startedAt);

const toTime = (at: number): string => new Date(at).toISOString();

const toTimeOrNull = (at: number | null): string | null => (at === null ? null : toTime(at));

const toDrift = ({toolsAdded, toolsRemoved, toolsModified, previousSnapshot, currentSnapshot, diff}: DriftDetails) => ({
	tools_added: toolsAdded,
	tools_removed: toolsRemoved,
	tools_modified: toolsModified.map(({name, changes}) => ({name, changes})),
	previous_snapshot: toTimeOrNull(previousSnapshot),
	current_snapshot: toTimeOrNull(currentSnapshot),
	diff: diff.map(({class: gravity, tool, kind, path, text, before, after}) => ({
		class: gravity,
		tool,
		kind,
		path,
		text,
		...(before !== undefined && {before}),
		...(after !== undefined && {after}),
	})),
});

const toLatency = ({p95Ms, limitMs, trendMs, usualMs}: LatencyDetails) => ({
	p95_ms: p95Ms,
	limit_ms: limitMs,
	trend_ms: trendMs,
	usual_ms: usualMs,
});
