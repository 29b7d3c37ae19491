import type {ServerState} from './fleet.ts';
import {type Grade, isGrade, pointsOf} from './grade.ts';

/** What can make a headless check fail. One table: `--help` and the README are made from it. */
export const failConditions = {
	down: {means: 'a server is down', holds: ({health}: ServerState) => health.status === 'down'},
	stale: {means: 'a server is stale', holds: ({health}: ServerState) => health.status === 'stale'},
	degraded: {means: 'a server is degraded', holds: ({health}: ServerState) => health.status === 'degraded'},
	drift: {means: "a server's tools have changed", holds: ({schema}: ServerState) => schema.state === 'drifted'},
	breaking: {
		means: "a server's tools have changed so that callers break",
		holds: ({schema}: ServerState) => schema.class === 'breaking',
	},
	auth: {
		means: 'a server wants credentials that it was not given',
		holds: ({health}: ServerState) => health.reasons.includes('auth_required'),
	},
	'grade:X': {
		means: 'a server is graded X or worse: grade:C is C, D or F',
		holds: ({scorecard}: ServerState, worst: Grade) =>
			scorecard?.overall != null && pointsOf(scorecard.overall) <= pointsOf(worst),
	},
	never: {means: 'nothing: the exit code tells of errors only', holds: () => false},
} as const satisfies Record<string, {means: string; holds(state: ServerState, worst: Grade): boolean}>;

type Plain = Exclude<keyof typeof failConditions, 'grade:X'>;
export type FailCondition = Plain | `grade:${Grade | Lowercase<Grade>}`;

export const defaultFailConditions: readonly FailCondition[] = ['down', 'stale', 'degraded'];

export const isFailCondition = (word: string): word is FailCondition => isPlain(word) || gradeIn(word) !== null;

/** Whether any of these servers is what should fail the check. */
export const failsOn = (conditions: readonly FailCondition[], states: readonly ServerState[]): boolean =>
	states.some(state => failuresOf(conditions, state).length > 0);

/** Which of the conditions a server meets, in the order they were given. */
export const failuresOf = (conditions: readonly FailCondition[], state: ServerState): readonly FailCondition[] =>
	state.server.enabled ? conditions.filter(condition => holds(condition, state)) : [];

function holds(condition: FailCondition, state: ServerState): boolean {
	const worst = gradeIn(condition);
	if (worst !== null) return failConditions['grade:X'].holds(state, worst);
	return isPlain(condition) && failConditions[condition].holds(state);
}

const isPlain = (word: string): word is Plain => word !== 'grade:X' && Object.hasOwn(failConditions, word);

/** The C of `grade:C`, and of `grade:c`. */
function gradeIn(word: string): Grade | null {
	const [, letter = ''] = /^grade:(.)$/.exec(word) ?? [];
	const grade = letter.toUpperCase();
	return isGrade(grade) ? grade : null;
}
