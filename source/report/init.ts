import {plural} from '../domain/format.ts';
import {plainText} from '../domain/plain-text.ts';
import type {RemarkedEntry} from '../domain/server-entry.ts';
import {type Room, shorten} from './discovery.ts';

/** What came of putting servers into a configuration. */
export interface Outcome {
	readonly path: string;
	/** There was no such file before. */
	readonly isFirst: boolean;
	readonly isNew: boolean;
	readonly isDryRun: boolean;
	readonly added: readonly RemarkedEntry[];
	readonly kept: readonly {readonly name: string; readonly newAgents: readonly string[]}[];
	readonly refused: readonly {readonly name: string; readonly why: string}[];
}

/** A variable that has to be set, and why that is worth saying. */
export interface UnsetVariable {
	readonly name: string;
	readonly servers: readonly string[];
	readonly state: string | null;
}

/** What was written, or would be, and what holds then. */
export function describeOutcome({path, isFirst, isNew, isDryRun, added, kept}: Outcome, {home}: Room): string {
	const file = shorten(path, home);
	const notes = added.flatMap(({entry, remarks}) =>
		remarks.map(remark => `  ${entry.name}: ${plainText(remark, 200)}\n`),
	);
	if (!isNew)
		return kept.length > 0 ? `${file} has all of them already; nothing was changed\n` : 'Nothing was written.\n';
	const gained = kept.filter(({newAgents}) => newAgents.length > 0);
	const verb = isDryRun ? 'Would be written to' : 'Written to';
	const what = isFirst
		? `${plural(added.length, 'server')}`
		: [
				...(added.length > 0 ? [`${plural(added.length, 'server')} added`] : []),
				...(gained.length > 0 ? [`used_by of ${gained.map(({name}) => name).join(', ')}`] : []),
			].join('; ');
	const defaults = isFirst ? '  each checked every 30s; alerts on the screen, without one on stdout\n' : '';
	return `\n${verb} ${file}: ${what}\n${defaults}${notes.join('')}`;
}

/** Which variables have to be set before the servers can be watched. */
export function describeUnset(needed: readonly UnsetVariable[]): string {
	const unset = needed.filter(({state}) => state !== null);
	if (unset.length === 0) return '';
	const width = Math.max(...unset.map(({name}) => name.length));
	const lines = unset.map(({name, servers, state}) => {
		const remark = state === 'not set' ? '' : `, ${state}`;
		return `  ${name.padEnd(width)}  for ${servers.join(', ')}${remark}\n`;
	});
	return `Secrets are not copied. Set in the environment of LangSight:\n${lines.join('')}`;
}
