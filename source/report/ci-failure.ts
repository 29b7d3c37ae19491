import type {FailCondition} from '../domain/fail-on.ts';
import type {ServerState} from '../domain/fleet.ts';
import {notesOf} from '../domain/notes.ts';
import {describeChanges} from '../domain/schema-diff.ts';

/** Why a server fails the check, in one line. */
export function describeFailure(condition: FailCondition, state: ServerState, now: number): string {
	switch (condition) {
		case 'drift':
		case 'breaking':
			return describeChanges(state.schema.changes);
		case 'down':
		case 'stale':
		case 'degraded':
		case 'auth':
		case 'never':
			return notesOf(state, now)[0] ?? state.health.status;
	}
	return `graded ${state.scorecard?.overall ?? 'not at all'}`;
}
