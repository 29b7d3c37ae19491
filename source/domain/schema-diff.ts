import {cutDepth, type Json} from './json.ts';
import type {Tool} from './probe-result.ts';
import {boundJson, cutText} from './schema/bounded-json.ts';
import {admitsDestruction} from './schema/compare-annotations.ts';
import {compareServers} from './schema/compare-servers.ts';
import {areEqual, compareTools} from './schema/compare-tools.ts';
import type {Draft} from './schema/draft.ts';
import {findRenames} from './schema/find-renames.ts';
import {type ChangeClass, type ChangeKind, changeClasses, gravest, type SchemaChange} from './schema/schema-change.ts';
import {quote} from './schema/words.ts';
import type {Snapshot} from './snapshot.ts';

export {
	type ChangeClass,
	type ChangeKind,
	changeClasses,
	changeKinds,
	describeChanges,
	gravest,
	type SchemaChange,
} from './schema/schema-change.ts';

/** The most changes that are named; one more says how many there are beside them. */
export const mostChanges = 500;

/** Steps of comparing: of one server, and of one of its tools, that others get their turn. */
const mostSteps = 40_000;
const mostStepsOfTool = 10_000;

/** Characters that all that stood there before and after may take together. */
const mostText = 256 * 1024;
const mostTextOfChange = 8 * 1024;

/** Names every change between two snapshots, the gravest first and then by tool. Never throws; its work is bounded. */
export function diffSnapshots(before: Snapshot, after: Snapshot): SchemaChange[] {
	const old = byName(before.tools);
	const fresh = byName(after.tools);
	const removed = [...old].filter(([name]) => !fresh.has(name));
	const added = [...fresh].filter(([name]) => !old.has(name));
	const renames = findRenames(
		removed.flatMap(([, tools]) => tools.slice(0, 1)),
		added.flatMap(([, tools]) => tools.slice(0, 1)),
	);
	const steps = {left: mostSteps};
	const drafts: Told[] = [
		...removed.map(([name, [tool]]) => ({
			...whole('breaking', removalText(renames.get(name)), tool, undefined),
			tool: name,
			kind: 'tool_removed' as const,
		})),
		...added.map(([name, [tool]]) => ({...addition(tool), tool: name, kind: 'tool_added' as const})),
		...[...fresh].flatMap(([name, tools]) =>
			diffTools(old.get(name) ?? [], tools, steps).map(draft => ({
				...draft,
				tool: name,
				kind: 'tool_modified' as const,
			})),
		),
		...diffInstructions(before.instructions, after.instructions),
		// Snapshots of before this was kept have none, which is no change.
		...(before.about && after.about
			? compareServers(before.about, after.about).map(draft => ({...draft, tool: null, kind: 'server' as const}))
			: []),
	];
	return bound(drafts);
}

interface Told extends Draft {
	readonly tool: string | null;
	readonly kind: ChangeKind;
}

function byName(tools: readonly Tool[]): Map<string, Tool[]> {
	const groups = new Map<string, Tool[]>();
	for (const tool of tools) {
		const group = groups.get(tool.name);
		if (group) group.push(tool);
		else groups.set(tool.name, [tool]);
	}
	return groups;
}

const removalText = (newName: string | undefined): string =>
	newName === undefined ? 'removed' : `removed (renamed to ${quote(newName)}?)`;

/** A new tool breaks nobody; one that says of itself that it destroys things is worth a look. */
function addition(tool: Tool | undefined): Draft {
	const isDangerous = tool !== undefined && admitsDestruction(tool.annotations);
	return whole(
		isDangerous ? 'suspicious' : 'compatible',
		isDangerous ? 'added, and may destroy data' : 'added',
		undefined,
		tool,
	);
}

const whole = (kind: ChangeClass, text: string, before: Json | undefined, after: Json | undefined): Draft => ({
	class: kind,
	path: [],
	text,
	before,
	after,
});

function diffInstructions(before: string | null, after: string | null): Told[] {
	if (before === after) return [];
	const verb = before === null ? 'added' : after === null ? 'removed' : 'changed';
	const draft = whole('suspicious', `server instructions ${verb}`, before ?? undefined, after ?? undefined);
	return [{...draft, path: ['instructions'], tool: null, kind: 'instructions'}];
}

/** The tools of one name: one, unless the server lists it twice, of which agents see the first. */
function diffTools(before: readonly Tool[], after: readonly Tool[], steps: {left: number}): Draft[] {
	if (before.length === 0 || areEqual(before, after)) return [];
	const [old, fresh] = [before[0], after[0]].map(tool => tool && (cutDepth(tool) as Tool));
	if (!old || !fresh) return [];
	const mine = {left: Math.min(mostStepsOfTool, steps.left)};
	const granted = mine.left;
	const found = compareTools(old, fresh, mine);
	steps.left -= granted - Math.max(mine.left, 0);
	if (before.length !== after.length) {
		found.push(whole('warning', `listed ${after.length} times, before ${before.length}`, before.length, after.length));
	}
	return found.length > 0 ? found : [whole('warning', 'another tool of this name changed', undefined, undefined)];
}

/** The gravest first, as many as anyone reads, with as much of what stood there as can be kept. */
function bound(drafts: readonly Told[]): SchemaChange[] {
	const sorted = changeClasses.flatMap(kind => drafts.filter(draft => draft.class === kind));
	const room = {left: mostText};
	const told = sorted.slice(0, mostChanges).map((draft): SchemaChange => {
		const mine = Math.min(mostTextOfChange, room.left);
		const values = {left: mine};
		const change: SchemaChange = {
			class: draft.class,
			tool: draft.tool,
			kind: draft.kind,
			path: draft.path.slice(0, 70).map(step => cutText(step, 100)),
			text: draft.text,
			...(draft.before === undefined ? {} : {before: boundJson(draft.before, values)}),
			...(draft.after === undefined ? {} : {after: boundJson(draft.after, values)}),
		};
		room.left -= mine - values.left;
		return change;
	});
	return told.length < sorted.length ? [...told, moreChanges(sorted.slice(told.length))] : told;
}

/** What stands for the changes that there is no room for. */
export const moreChanges = (changes: readonly {readonly class: ChangeClass}[]): SchemaChange => ({
	class: gravest(changes) ?? 'compatible',
	tool: null,
	kind: 'server',
	path: [],
	text: `${changes.length} more changes`,
});
