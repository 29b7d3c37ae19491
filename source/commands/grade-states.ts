import type {ServerState} from '../domain/fleet.ts';
import {gradeOf} from '../monitor/grade-servers.ts';
import type {Flags} from './flags.ts';
import type {FleetParts} from './fleet-parts.ts';

/** Grading reads all that is kept of a server, so it is done only where somebody asks for it. */
export const needsGrades = ({scorecard, failOn, filter}: Flags): boolean =>
	scorecard || /\bgrade\b/.test(`${failOn ?? ''} ${filter ?? ''}`);

/** The states with their scorecards. */
export async function gradeStates(states: readonly ServerState[], parts: FleetParts): Promise<readonly ServerState[]> {
	const findings = (await parts.scanSecurity?.(states)) ?? new Map();
	return states.map(state => ({
		...state,
		scorecard: gradeOf(state, findings.get(state.server.name) ?? null, parts),
	}));
}
