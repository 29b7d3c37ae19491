import type {ServerState} from '../../domain/fleet.ts';
import {availabilityCells} from '../charts/availability.ts';
import type {DrawContext} from '../charts/draw-context.ts';
import type {Need} from '../state/details.ts';
import type {Page, ServerTab} from '../state/page.ts';
import {clamp, windowAround} from '../state/window.ts';
import type {Drawn, PageInput, TabKind} from './page-kind.ts';
import {drawAgents} from './tabs/agents.ts';
import {drawDrift} from './tabs/drift.ts';
import {drawIncidents} from './tabs/incidents.ts';
import {describeLog, drawLog} from './tabs/log.ts';
import {drawOverview} from './tabs/overview.ts';
import {drawScorecard} from './tabs/scorecard.ts';
import {drawTool} from './tabs/tool.ts';
import {drawTools, findTools, toolListHeadings} from './tabs/tools.ts';

/** For how long incidents are kept. */
const keptDays = 90;

const record = ({server}: Page): readonly Need[] => (server === null ? [] : [{kind: 'record', server}]);
const log = ({server}: Page): readonly Need[] => (server === null ? [] : [{kind: 'log', server}]);
const nothing = (): readonly Need[] => [];

/** The tabs of a server: a new one is an entry here, and its name in `ServerTab`. */
export const tabKinds: Readonly<Record<ServerTab, TabKind>> = {
	overview: {
		title: 'overview',
		search: null,
		needs: (_page, columns) => [
			{kind: 'timelines', window: '24h', cells: availabilityCells(columns)},
			{kind: 'timelines', window: '7d', cells: availabilityCells(columns)},
		],
		draw: (state, {fleet, height, details}, context) => {
			const {timelines} = details;
			const {name} = state.server;
			return {
				lines: drawOverview(
					{
						state,
						silences: fleet.silences,
						day: timelines['24h'] ? (timelines['24h'].get(name) ?? []) : null,
						week: timelines['7d'] ? (timelines['7d'].get(name) ?? []) : null,
						rows: height,
					},
					context,
				),
			};
		},
	},
	tools: {
		title: 'tools',
		search: 'narrows',
		needs: nothing,
		draw: drawToolsTab,
	},
	scorecard: {
		title: 'scorecard',
		search: 'marks',
		needs: nothing,
		draw: ({scorecard}, _input, context) => ({lines: drawScorecard(scorecard ?? null, context)}),
	},
	drift: {
		title: 'drift',
		search: 'marks',
		needs: record,
		draw: ({schema}, {details}, context) => ({
			lines: drawDrift({schema, record: details.record?.schema ?? null}, context),
		}),
	},
	incidents: {
		title: 'incidents',
		search: 'marks',
		needs: record,
		draw: (state, {details}, context) => ({
			lines: drawIncidents({incidents: details.record?.incidents ?? state.incidents, days: keptDays}, context),
		}),
	},
	log: {
		title: 'log',
		search: 'marks',
		needs: log,
		draw: ({server}, input, context) => {
			const tab = logTab(server.transport, input);
			return {lines: drawLog(tab, context), note: server.transport === 'stdio' ? describeLog(tab, context) : ''};
		},
	},
	agents: {
		title: 'agents',
		search: null,
		needs: nothing,
		draw: (state, {canSeeProcesses, fleet}, context) => ({
			lines: drawAgents({state, canSeeProcesses, unattributed: fleet.unattributed}, context),
		}),
	},
};

const logTab = (transport: Parameters<typeof drawLog>[0]['transport'], {details, page}: PageInput) => ({
	transport,
	lines: details.log,
	search: page.search,
	isFollowing: page.isFollowing,
});

/** A bordered table where that can be drawn; in ASCII, in a narrow terminal and where there are none, plain lines. */
function drawToolsTab(
	{listing, symptoms, traffic}: ServerState,
	{page, height}: PageInput,
	context: DrawContext,
): Drawn {
	const tools = findTools(listing?.tools ?? [], page.search);
	const selected = clamp(page.selected, 0, Math.max(0, tools.length - 1));
	const open = page.isOpen ? tools[selected] : undefined;
	if (open)
		return {
			lines: drawTool(
				{
					tool: open,
					record: symptoms.tools.get(open.name) ?? null,
					traffic: traffic?.tools.find(({tool}) => tool === open.name) ?? null,
				},
				context,
			),
		};
	const count = tools.length;
	const note = page.search === '' ? '' : `${count} of ${listing?.tools.length ?? 0}`;
	const hasTable = count > 0 && !context.look.isAscii && context.columns >= narrow;
	if (hasTable) return {lines: [], tools, traffic: traffic?.tools ?? [], count, note};
	const lines = drawTools({listing, search: page.search, selected, traffic: traffic?.tools}, context);
	const room = Math.max(1, height - toolListHeadings);
	const {offset} = windowAround(selected, Math.floor(room / 2), lines.length - toolListHeadings, room);
	const from = toolListHeadings + offset;
	return {lines: [...lines.slice(0, toolListHeadings), ...lines.slice(from, from + room)], count, note};
}

const narrow = 60;
