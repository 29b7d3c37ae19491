import {type ProcessFacts, readGroup} from './process-table.ts';

/** Clock ticks a second in /proc, which Linux has fixed for programs (USER_HZ). */
const ticksPerSecond = 100;
/** Running at the very moment proves little; a loop has also used this share of the time waited, on a crowded machine too. */
const leastShareOfLoop = 0.2;

/**
 * What the processes of a group are at while they owe an answer, with what to do about it; null where the system does
 * not tell. A wrapper waits for what it has started, so the most telling state of the group counts.
 */
export function describeStuck(group: number | undefined, waitedMs: number): string | null {
	if (group === undefined) return null;
	const members = readGroup(group);
	if (members.length === 0) return null;
	const cpuSeconds = members.reduce((sum, {cpuTicks}) => sum + cpuTicks, 0) / ticksPerSecond;
	const used = `${cpuSeconds.toFixed(1)}s of CPU so far`;
	const isLoop = cpuSeconds * 1000 >= waitedMs * leastShareOfLoop;
	const stopped = find(members, 'Tt');
	if (stopped) return `its process is stopped (SIGSTOP): kill -CONT ${stopped.pid} lets it go on`;
	if (isLoop && find(members, 'R'))
		return `its process is busy (${used}): it may be in a loop; see its log, or restart it`;
	if (find(members, 'D')) return 'its process waits for the disk or a network file system; check both';
	return `its process waits (${used}): blocked on something, or idle; see its log, or raise its timeout`;
}

const find = (members: readonly ProcessFacts[], states: string): ProcessFacts | undefined =>
	members.find(({state}) => states.includes(state));
