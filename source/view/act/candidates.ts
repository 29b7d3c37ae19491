import {columnNames} from '../../domain/columns.ts';
import {type FieldFacts, queryFields} from '../../domain/query-fields.ts';
import {orderings} from '../../domain/select.ts';
import {themeNames} from '../../domain/ui.ts';
import {type CommandName, commands, isCommand} from '../commands.ts';
import type {Scene} from '../scene.ts';
import type {Entry} from '../state/entry-state.ts';
import {heatmapWindows, serverTabs} from '../state/page.ts';
import {groupChoices} from '../table/rows.ts';
import {quoted} from './query-for-names.ts';

/** What the word at the cursor of a line can become. */
export function candidatesFor(entry: Entry, scene: Scene): readonly string[] {
	switch (entry.kind) {
		case 'filter':
			return queryWords(scene);
		case 'search':
			return [];
		case 'silence':
			return ['30m', '1h', '2h', '4h', '1d'];
		case 'command': {
			const [, name] = /^\s*(\S+)\s/.exec(entry.line.text.slice(0, entry.line.cursor)) ?? [];
			if (name === undefined) return commands.map(one => one.name);
			return isCommand(name) ? (ofCommand[name]?.(scene) ?? []) : [];
		}
	}
}

const serverNames = ({picture}: Scene): readonly string[] => picture.fleet.servers.map(({server}) => server.name);

const ofCommand: Readonly<Partial<Record<CommandName, (scene: Scene) => readonly string[]>>> = {
	check: scene => ['all', ...serverNames(scene)],
	open: scene => [...serverNames(scene), ...serverTabs],
	tab: () => serverTabs,
	silence: () => ['30m', '1h', '2h', '4h', '1d'],
	pause: () => ['15m', '30m', '1h', '2h'],
	filter: queryWords,
	group: ({picture}) => ['none', ...groupChoices(picture.fleet)],
	order: () => [...orderings, 'up', 'down'],
	columns: () => columnNames,
	heatmap: () => heatmapWindows,
	theme: () => themeNames,
};

/** Fields with the values that are known, and the names of servers. */
function queryWords({picture}: Scene): readonly string[] {
	const {servers} = picture.fleet;
	const fields: Readonly<Record<string, FieldFacts>> = queryFields;
	const tags = new Set(servers.flatMap(({server}) => server.tags));
	const projects = new Set(servers.flatMap(({server}) => (server.project === null ? [] : [server.project])));
	const agents = new Set(servers.flatMap(({server}) => server.usedBy));
	return [
		...Object.entries(fields).flatMap(([field, {values}]) => values?.map(value => `${field}:${value}`) ?? []),
		...[...tags].map(tag => `tag:${quoted(tag)}`),
		...[...projects].map(project => `project:${quoted(project)}`),
		...[...agents].map(agent => `agent:${quoted(agent)}`),
		...servers.map(({server}) => quoted(server.name)),
		'latency>',
		'p95>',
		'uptime<',
		'grade<=',
		'tools>',
	];
}
