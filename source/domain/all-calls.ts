import type {ServerState} from './fleet.ts';
import {type LiveWindow, liveWindows, type Stats, type WindowStats} from './stats.ts';

/** The figures with the calls of agents counted beside those that the checks make. */
export function withAgentsCalls({stats, traffic}: Pick<ServerState, 'stats' | 'traffic'>): Stats {
	if (!traffic) return stats;
	const add = (window: LiveWindow): WindowStats => {
		const {toolCalls} = stats[window];
		const {calls, failed} = traffic.windows[window];
		return {...stats[window], toolCalls: {total: toolCalls.total + calls, failed: toolCalls.failed + failed}};
	};
	return Object.fromEntries(liveWindows.map(window => [window, add(window)])) as Record<LiveWindow, WindowStats>;
}
