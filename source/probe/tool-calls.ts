import {failure} from '../domain/classify.ts';
import {judgeCall, type Matcher} from '../domain/judge-call.ts';
import type {Clock} from '../domain/ports.ts';
import type {Failure, Listing, ToolCallResult} from '../domain/probe-result.ts';
import type {ToolCheck} from '../domain/tool-check.ts';
import {failureOf} from './failure-error.ts';
import type {Session} from './session.ts';
import {compileMatcher} from './tool-call-pattern.ts';

/** The synthetic calls of one server. */
export interface ToolCalls {
	/** Makes the calls that are due, one after another. Never rejects; ends early when the session does. */
	run(session: () => Session | null, listing: Listing, signal: AbortSignal): Promise<readonly ToolCallResult[]>;
}

/** Checks come up to a tenth early; without this a call as often as the checks would be left out every other time. */
const leastShareOfEvery = 0.9;

/** A configured call, and when it was made last, in ticks. */
interface Planned {
	readonly check: ToolCheck;
	/** Null where the check has no pattern. */
	readonly matcher: Matcher | null;
	lastAt: number | null;
}

export function createToolCalls(checks: readonly ToolCheck[], clock: Clock): ToolCalls {
	const plan: Planned[] = checks.map(check => {
		const {matches} = check.expect;
		return {check, matcher: matches === null ? null : compileMatcher(matches), lastAt: null};
	});

	const isDue = ({check, lastAt}: Planned): boolean =>
		lastAt === null || check.everyMs === null || clock.ticks() - lastAt >= check.everyMs * leastShareOfEvery;

	async function call(planned: Planned, session: Session, signal: AbortSignal): Promise<Verdict> {
		const {check, matcher} = planned;
		const startedAt = clock.ticks();
		try {
			const answer = await session.call(check.tool, check.arguments, check.timeoutMs, signal);
			const latencyMs = clock.ticks() - startedAt;
			return {latencyMs, failure: clean(judgeCall(check.expect, answer, matcher), session)};
		} catch (error) {
			return {latencyMs: null, failure: failureOf(error)};
		}
	}

	return {
		async run(session, listing, signal) {
			const names = new Set(listing.tools.map(({name}) => name));
			const results: ToolCallResult[] = [];
			for (const planned of plan.filter(isDue)) {
				const used = session();
				if (signal.aborted || used === null) break;
				const at = clock.now();
				planned.lastAt = clock.ticks();
				const {tool} = planned.check;
				const refused = refusal(planned, names);
				const verdict = refused ? {latencyMs: null, failure: refused} : await call(planned, used, signal);
				if (!signal.aborted) results.push({tool, at, ...verdict});
			}
			return results;
		},
	};
}

type Verdict = Pick<ToolCallResult, 'latencyMs' | 'failure'>;

/** Why a call is not even made, or null. */
function refusal({check, matcher}: Planned, names: ReadonlySet<string>): Failure | null {
	if (!names.has(check.tool)) {
		return failure('tool_not_found', 'call_tool', `the server lists no tool named ${check.tool}`, {
			hint: 'correct its name, or take the check out if the tool is gone for good',
		});
	}
	if (check.expect.matches === null || matcher !== null) return null;
	return failure('bad_config', 'call_tool', `matches is no regular expression: ${check.expect.matches}`, {
		hint: 'correct the pattern in the checks of this server',
	});
}

/** A tool may repeat what it was given, passwords included. */
function clean(found: Failure | null, {link}: Session): Failure | null {
	if (found === null || !link.redact) return found;
	return {...found, message: link.redact(found.message), hint: found.hint && link.redact(found.hint)};
}
