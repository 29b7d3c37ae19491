import {agentRows, type ServerImpact} from './impact.ts';

/** For programs: versioned; fields may be added within version 1, never changed. */
export function renderImpactJson(told: ServerImpact): string {
	const {server, incident, impact} = told;
	const report = {
		version: 1,
		server,
		incident: incident && {
			kind: incident.kind,
			started_at: toTime(incident.startedAt),
			ended_at: toTime(incident.endedAt),
			cause: incident.cause,
		},
		counted_from: toTime(impact?.countedFrom ?? null),
		calls: {total: impact?.calls ?? 0, failed: impact?.failed ?? 0},
		agents: agentRows(told).map(({agent, isConfigured, touched, traffic}) => ({
			agent,
			configured: isConfigured,
			calls: {total: touched?.calls ?? 0, failed: touched?.failed ?? 0},
			calls_24h: {total: traffic?.windows['24h'].calls ?? 0, failed: traffic?.windows['24h'].failed ?? 0},
			last_called_at: toTime(touched?.lastAt ?? traffic?.lastAt ?? null),
			tools: touched?.tools.map(toolJson) ?? [],
		})),
		tools: impact?.tools.map(toolJson) ?? [],
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

const toolJson = ({tool, calls, failed}: {tool: string; calls: number; failed: number}) => ({
	tool,
	total: calls,
	failed,
});

const toTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
