import {formatDate} from '../domain/local-time.ts';
import {plainText} from '../domain/plain-text.ts';
import type {SchemaChange} from '../domain/schema-diff.ts';
import type {Moment} from '../domain/schema-record.ts';
import type {SchemaRecord} from '../domain/snapshot.ts';
import {countChanges, type DiffStyle, renderChanges} from './changes.ts';

/** What became of a server's tools between two looks at them. */
export interface ServerDiff {
	readonly server: string;
	readonly from: Moment;
	readonly to: Moment;
	readonly changes: readonly SchemaChange[];
	/** Since when the tools are as the baseline again though nobody has accepted what was there; null where they are not. */
	readonly revertedAt: number | null;
}

/** The difference for people. */
export function renderDiff({server, from, to, changes, revertedAt}: ServerDiff, style: DiffStyle): string {
	if (changes.length === 0) return `${server}: no difference, its tools are those of ${describe(from)}\n`;
	return [
		`${server}: ${countChanges(changes)}`,
		`  from ${describe(from)} to ${describe(to)}`,
		...(revertedAt === null
			? []
			: [`  as before again since ${formatDate(revertedAt)}, but nobody has accepted what was there in between`]),
		'',
		renderChanges(changes, style),
		'',
	].join('\n');
}

/** What to say where nothing was ever seen. */
export const renderNothingKept = (server: string): string =>
	`${server}: its tools have not been seen yet. Check them with langsight --once, or let langsight run.\n`;

/** When the tools that are still kept were first seen, oldest first. */
export function keptMoments({baseline, drifted, accepted, past = []}: SchemaRecord): readonly string[] {
	const kept = [baseline, drifted, accepted?.previous, accepted?.dismissed, ...past].filter(one => one != null);
	const byHash = new Map(kept.map(one => [one.hash, one]));
	return [...byHash.values()].sort((a, b) => a.takenAt - b.takenAt).map(describe);
}

const shownOfHash = 12;

const describe = ({hash, takenAt}: Moment): string =>
	`${formatDate(takenAt)} (${plainText(hash.slice(0, shownOfHash))})`;
