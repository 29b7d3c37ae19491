import type {ServerState} from '../domain/fleet.ts';
import type {Lock} from '../domain/lock.ts';
import {countChanges, type DiffStyle, renderChanges} from './changes.ts';

/** How the servers that were checked stand against a lock file: counts, then each one that differs. */
export function renderComparison(states: readonly ServerState[], file: string, style: DiffStyle): string {
	const {drifted, unchanged, added, unlisted} = sort(states);
	const counts = [
		[drifted, 'drifted'],
		[unchanged, 'unchanged'],
		[added, 'not in it'],
		[unlisted, 'not compared'],
	] as const;
	const told = counts.flatMap(([group, word]) => (group.length > 0 ? [`${group.length} ${word}`] : []));
	const parts = [
		`Compared with ${file}: ${told.join(', ') || 'nothing'}`,
		...drifted.map(({server, schema: {changes}}) =>
			[`${server.name}: ${countChanges(changes)}`, renderChanges(changes, style)].join('\n'),
		),
	];
	return `\n${parts.join('\n\n')}\n`;
}

/** What someone who relies on the file should know beyond the report. */
export function comparisonNotes(
	states: readonly ServerState[],
	lock: Lock,
	configured: readonly string[],
	file: string,
): readonly string[] {
	const {added, unlisted} = sort(states);
	const left = [...lock.keys()].filter(name => !configured.includes(name));
	const names = (servers: readonly ServerState[]) => servers.map(({server}) => server.name).join(', ');
	return [
		...(left.length > 0 ? [`in ${file}, but not configured: ${left.join(', ')}`] : []),
		...(added.length > 0 ? [`not in ${file}: ${names(added)}`] : []),
		...(unlisted.length > 0 ? [`not compared with ${file}, because not listed: ${names(unlisted)}`] : []),
	];
}

function sort(states: readonly ServerState[]) {
	const enabled = states.filter(({server}) => server.enabled);
	const of = (wanted: ServerState['schema']['state']) => enabled.filter(({schema}) => schema.state === wanted);
	return {drifted: of('drifted'), unchanged: of('unchanged'), added: of('new'), unlisted: of('unknown')};
}
