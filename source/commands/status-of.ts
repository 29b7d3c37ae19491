import type {Fleet} from '../domain/fleet.ts';
import {issuesOf} from '../domain/issues.ts';
import {countStatuses} from '../domain/select.ts';
import type {MonitorStatus} from '../domain/upkeep.ts';

const mostIssues = 100;

/** What there is to be said of a fleet in short. */
export const statusOf = (
	{servers, warnings, pause, intervalMs}: Fleet,
	now: number,
): Pick<MonitorStatus, 'counts' | 'issues' | 'warnings' | 'pause' | 'intervalMs'> => ({
	counts: countStatuses(servers),
	issues: issuesOf(servers, now).slice(0, mostIssues),
	warnings,
	pause,
	intervalMs,
});
