import {gravest} from '../domain/schema-diff.ts';
import type {Moment} from '../domain/schema-record.ts';
import type {ServerDiff} from './diff.ts';
import {escapeHidden} from './escape-hidden.ts';

/** The difference for programs, version 1. Times are ISO 8601; `from` and `to` are null where nothing was ever seen. */
export function renderDiffJson(diff: ServerDiff | {readonly server: string}): string {
	const {from, to, changes, revertedAt}: Partial<ServerDiff> = diff;
	const value = {
		version: 1,
		server: diff.server,
		from: from ? toMoment(from) : null,
		to: to ? toMoment(to) : null,
		class: gravest(changes ?? []),
		reverted_at: revertedAt == null ? null : toTime(revertedAt),
		changes: changes ?? [],
	};
	return `${escapeHidden(JSON.stringify(value, null, 2))}\n`;
}

const toMoment = ({hash, takenAt}: Moment) => ({hash, taken_at: toTime(takenAt)});

const toTime = (at: number): string => new Date(at).toISOString();
