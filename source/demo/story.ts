/** What a demo server can do wrong. */
export const misbehaviours = ['wants_login', 'crashed', 'forgets_sessions', 'drifted', 'slow', 'stalled'] as const;
export type Misbehaviour = (typeof misbehaviours)[number];

/** How a demo server is at one moment. */
export type Condition = Misbehaviour | 'well';

/** One thing that goes wrong: from a second of the story (included) to another (excluded). */
export interface Step {
	readonly server: string;
	readonly does: Misbehaviour;
	readonly fromSeconds: number;
	readonly toSeconds: number;
	/** One sentence for people. */
	readonly tells: string;
}

/** The whole of it begins anew after this long, so that a demo left running stays alive. */
export const cycleMs = 120_000;

/** Long enough each for a check every five seconds to notice, and for the backoff after it to notice the recovery. */
export const story: readonly Step[] = [
	step('notion-mcp', 'wants_login', 0, 120, 'Asks everyone for a token, from the first request on.'),
	step(
		'redis-mcp',
		'crashed',
		12,
		24,
		'Loses its database, exits with code 1, and cannot start again until that is back.',
	),
	step('s3-mcp', 'forgets_sessions', 26, 32, 'A rolling deployment takes every open session with it.'),
	step('s3-mcp', 'forgets_sessions', 32, 38, 'The second wave of the same deployment.'),
	step(
		'github-mcp',
		'drifted',
		40,
		120,
		'A release drops delete_branch and demands one field more of create_pull_request.',
	),
	step('elasticsearch-mcp', 'slow', 43, 66, 'Answers, but takes most of a second for it.'),
	step('jira-mcp', 'stalled', 70, 94, 'Accepts every request and says nothing more on its event stream.'),
];

/** How a server is when the story has run for `elapsedMs`; well before its beginning, and when it is not in it. */
export function conditionAt(steps: readonly Step[], server: string, elapsedMs: number): Condition {
	if (elapsedMs < 0) return 'well';
	const seconds = (elapsedMs % cycleMs) / 1000;
	const current = steps.find(one => one.server === server && one.fromSeconds <= seconds && seconds < one.toSeconds);
	return current?.does ?? 'well';
}

/** The latest moment, in ms of the story, at which a server began to do this; null when it has not yet. */
export const lastBeginningMs = (
	steps: readonly Step[],
	server: string,
	does: Misbehaviour,
	elapsedMs: number,
): number | null =>
	beginningsMs(steps, server, does, elapsedMs).findLast(beginning => 0 <= beginning && beginning <= elapsedMs) ?? null;

/** The next moment, in ms of the story, at which a server begins to do this; null when it never does. */
export const nextBeginningMs = (
	steps: readonly Step[],
	server: string,
	does: Misbehaviour,
	elapsedMs: number,
): number | null => beginningsMs(steps, server, does, elapsedMs).find(beginning => beginning > elapsedMs) ?? null;

/** The beginnings in the cycle under way and in its neighbours, in order. */
function beginningsMs(steps: readonly Step[], server: string, does: Misbehaviour, elapsedMs: number): number[] {
	const cycle = Math.floor(elapsedMs / cycleMs) * cycleMs;
	const own = steps.filter(one => one.server === server && one.does === does);
	return [cycle - cycleMs, cycle, cycle + cycleMs]
		.flatMap(start => own.map(({fromSeconds}) => start + fromSeconds * 1000))
		.sort((a, b) => a - b);
}

function step(server: string, does: Misbehaviour, fromSeconds: number, toSeconds: number, tells: string): Step {
	return {server, does, fromSeconds, toSeconds, tells};
}
