import type {AgentProcess} from '../../../domain/agent-process.ts';
import type {ServerState, UnattributedCalls} from '../../../domain/fleet.ts';
import {formatCount, formatDuration, plural} from '../../../domain/format.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {foreign, type Line, span} from '../../draw/line.ts';
import {createFact} from '../fact.ts';
import {type DataColumn, drawTable} from './data-table.ts';
import {drawTraffic, drawUnattributed} from './traffic.ts';

export interface AgentsTab {
	readonly state: ServerState;
	/** Whether this system tells of other processes (Linux does), and they are looked at. */
	readonly canSeeProcesses: boolean;
	/** Of the whole fleet; absent or null where there are none. */
	readonly unattributed?: UnattributedCalls | null | undefined;
}

const columns: readonly DataColumn[] = [
	{title: 'agent', rank: 0, least: 12},
	{title: 'agent pid', align: 'right', rank: 5},
	{title: 'server pid', align: 'right', rank: 1},
	{title: 'runs for', align: 'right', rank: 2},
	{title: 'memory', align: 'right', rank: 2},
	{title: 'CPU', align: 'right', rank: 4},
	{title: 'or of', rank: 3, least: 8},
];

/** Who depends on a server, and the copies of it that agents run for themselves. */
export function drawAgents({state, canSeeProcesses, unattributed}: AgentsTab, context: DrawContext): readonly Line[] {
	const fact = createFact(context.columns);
	const {server, symptoms, agentProcesses} = state;
	const lost = symptoms.lostProcess;
	return fitLines(
		[
			...fact('used by', server.usedBy.length > 0 ? server.usedBy.join(', ') : 'nobody that the configuration names'),
			...(lost === null ? [] : fact('lost', lost, 'bad')),
			[],
			...drawTraffic(state, context),
			...(agentProcesses.length > 0
				? drawProcesses(agentProcesses, context)
				: quietLines(describeNone(state, canSeeProcesses), context)),
			...drawUnattributed(unattributed, context),
		],
		context,
	);
}

function drawProcesses(processes: readonly AgentProcess[], context: DrawContext): readonly Line[] {
	const {none} = context.look.glyphs;
	const hasShared = processes.some(({sharedWith}) => sharedWith.length > 0);
	const rows = processes.map(({pid, parentName, parentPid, ageMs, rssBytes, cpuShare, sharedWith}) => [
		span(foreign(parentName), 'strong'),
		span(String(parentPid), 'dim'),
		span(String(pid)),
		span(formatDuration(ageMs)),
		span(formatMegabytes(rssBytes)),
		span(cpuShare === null ? none : `${Math.round(cpuShare * 100)}%`),
		span(sharedWith.map(foreign).join(', '), 'dim'),
	]);
	const total = processes.reduce((sum, {rssBytes}) => sum + rssBytes, 0);
	const copies = plural(processes.length, 'copy', 'copies');
	return [
		[span(` agents run ${copies} of their own, ${formatMegabytes(total)} in all`)],
		[],
		...drawTable(hasShared ? columns : columns.slice(0, -1), rows, context),
		...(hasShared
			? [[], ...quietLines('some of them may as well belong to the server in the last column', context)]
			: []),
	];
}

const formatMegabytes = (bytes: number): string => `${formatCount(Math.round(bytes / 1_048_576))} MB`;

function describeNone({server}: ServerState, canSeeProcesses: boolean): string {
	if (server.transport !== 'stdio') {
		return 'agents reach it over the network: which of them are connected cannot be seen from here, only what their traces tell';
	}
	if (!canSeeProcesses) {
		return "agents' own copies of it cannot be seen on this system: that takes Linux, and the machine on which they run";
	}
	return 'no agent on this machine runs it at the moment; those of other users and other machines cannot be seen from here';
}
