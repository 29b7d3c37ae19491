import type {AgentProcess} from '../../domain/agent-process.ts';
import type {ServerState} from '../../domain/fleet.ts';
import {formatDuration, formatLatency} from '../../domain/format.ts';
import type {ToolRecord} from '../../domain/symptoms.ts';
import {daysLeft} from '../../domain/tls-facts.ts';
import type {Line} from '../draw/line.ts';
import type {Look} from '../theme.ts';
import type {Fact} from './fact.ts';

/** What bears on a server beside its checks: the calls of its tools, its certificate, the agents' own processes. */
export function drawSurroundings(state: ServerState, now: number, {glyphs}: Look, fact: Fact): readonly Line[] {
	const {symptoms, tls, agentProcesses} = state;
	const calls = [...symptoms.tools].map(([tool, record]) => describeCalls(tool, record, glyphs.separator));
	const days = tls && daysLeft(tls, now);
	return [
		...calls.flatMap((text, index) => fact(index === 0 ? 'calls' : '', text)),
		...(tls && days !== null
			? fact(
					'certificate',
					`${days} days left ${glyphs.separator} ${tls.protocol} ${glyphs.separator} by ${tls.issuer}`,
					days < 21 ? 'warning' : 'plain',
				)
			: []),
		...agentProcesses.flatMap((one, index) =>
			fact(index === 0 ? 'agents run' : '', describeProcess(one, glyphs.separator)),
		),
	];
}

function describeCalls(
	tool: string,
	{total, failed, failures, lastFailure, latencyMs}: ToolRecord,
	separator: string,
): string {
	const took = latencyMs === null ? '' : ` ${separator} ${formatLatency(latencyMs)}`;
	const last = failures > 0 && lastFailure ? ` ${separator} ${lastFailure.message}` : '';
	return `${tool}: ${total - failed} of ${total} fine${took}${last}`;
}

function describeProcess(
	{pid, parentName, parentPid, rssBytes, cpuShare, ageMs, sharedWith}: AgentProcess,
	separator: string,
): string {
	const cpu = cpuShare === null ? [] : [`${Math.round(cpuShare * 100)}% CPU`];
	const shared = sharedWith.length > 0 ? [`or ${sharedWith.join(' or ')}`] : [];
	return [
		`process ${pid} of ${parentName} (${parentPid})`,
		`${Math.round(rssBytes / 1_048_576)} MB`,
		...cpu,
		`for ${formatDuration(ageMs)}`,
		...shared,
	].join(` ${separator} `);
}
