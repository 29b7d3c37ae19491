import {describe, expect, test} from 'vitest';
import type {Category} from '../../source/domain/categories.ts';
import {factsOf} from '../../source/domain/categories.ts';
import {
	type Conditions,
	type Health,
	isUnsettled,
	lapse,
	nextHealth,
	type Outcome,
	unknownHealth,
	withStatus,
} from '../../source/domain/health.ts';
import {failure, usualLimits} from '../helpers/fleet.ts';

const calm: Conditions = {hasBreakingDrift: false};
const broken: Conditions = {hasBreakingDrift: true};
const minuteMs = 60_000;

const good = (at: number, latencyMs = 40): Outcome => ({verdict: 'good', at, latencyMs});

const failed = (at: number, category: Category): Outcome => ({
	verdict: 'failed',
	at,
	failure: failure({category, transient: factsOf(category).transient, message: category}),
});

/** Words: `good`, `slow` (4 s), `crawl` (12 s), or a category of failure; one check each minute. */
function outcomesOf(words: string, fromMinute = 1): Outcome[] {
	return words.split(' ').map((word, index) => {
		const at = (fromMinute + index) * minuteMs;
		if (word === 'good') return good(at);
		if (word === 'slow') return good(at, 4000);
		return word === 'crawl' ? good(at, 12_000) : failed(at, word as Category);
	});
}

function walk(
	words: string,
	health = unknownHealth,
	conditions = calm,
	limits = usualLimits,
	fromMinute = 1,
): Health[] {
	const steps: Health[] = [];
	for (const outcome of outcomesOf(words, fromMinute)) {
		steps.push(nextHealth(steps.at(-1) ?? health, outcome, limits, conditions));
	}
	return steps;
}

const lastOf = (steps: readonly Health[]): Health => steps.at(-1) ?? unknownHealth;
const statusesOf = (steps: readonly Health[]) => steps.map(({status}) => status).join(' ');
const pendingOf = ({pending}: Health) => (pending ? `${pending.kind} ${pending.count}/${pending.of}` : 'settled');
const up = lastOf(walk('good', unknownHealth, calm, usualLimits, 0));

describe('a status follows what the checks show', () => {
	test.each<[story: string, words: string, statuses: string]>([
		['the first good check makes a server up', 'good good', 'up up'],
		['one lost packet pages nobody', 'good timeout good', 'up up up'],
		['two in a row page nobody either', 'good timeout timeout good', 'up up up up'],
		['three failures in a row are an outage', 'good timeout timeout timeout', 'up up up down'],
		[
			'failures with a good check between them are no outage',
			'good timeout timeout good timeout timeout',
			'up up up up up up',
		],
		['a permanent failure needs only two', 'good not_found not_found', 'up up down'],
		['one 404 of a proxy during a deploy pages nobody', 'good not_found good', 'up up up'],
		['a 404 after a timeout is not yet two 404s', 'good timeout not_found good', 'up up up up'],
		['two 404s after a timeout are', 'good timeout not_found not_found', 'up up up down'],
		['a crash is proof', 'good process_exited', 'up down'],
		['so is a kill', 'good process_killed', 'up down'],
		['so is a command that does not exist', 'command_not_found', 'down'],
		['an unset variable is proof as well', 'bad_config', 'down'],
		['from an outage it takes two good checks', 'process_exited good good', 'down down up'],
		[
			'a good check in an outage starts anew after a failure',
			'process_exited good timeout good good',
			'down down down down up',
		],
		['a server that was never up can go down', 'timeout timeout timeout', 'unknown unknown down'],
		[
			'a server that wants a login is neither up nor down',
			'auth_required auth_required auth_required',
			'unknown unknown unknown',
		],
		['a login that ends is an outage', 'good auth_required auth_required', 'up up down'],
		['a stall that is confirmed is stale', 'good stream_stalled stream_stalled stream_stalled', 'up up up stale'],
		[
			'a stale server whose port closes is down',
			'stream_stalled stream_stalled stream_stalled connection_refused',
			'unknown unknown stale down',
		],
		[
			'a server that is down does not become stale',
			'process_exited stream_stalled stream_stalled stream_stalled',
			'down down down down',
		],
		[
			'stale needs two good checks as well',
			'stream_stalled stream_stalled stream_stalled good good',
			'unknown unknown stale stale up',
		],
		['slow answers count from the third', 'slow slow slow slow', 'up up degraded degraded'],
		['a fast answer between slow ones starts the count anew', 'slow slow good slow slow', 'up up up up up'],
		['one fast answer ends it', 'slow slow slow good', 'up up degraded up'],
		['a lost packet does not end it', 'slow slow slow timeout slow', 'up up degraded degraded degraded'],
		['an outage does', 'slow slow slow process_exited good good', 'up up degraded down down up'],
		[
			'a login that is wanted does not add up with a lost packet',
			'auth_required auth_required timeout auth_required',
			'unknown unknown unknown unknown',
		],
		[
			'a server that wants a login can go down',
			'auth_required auth_required timeout timeout timeout',
			'unknown unknown unknown unknown down',
		],
	])('%s', (_story, words, statuses) => expect(statusesOf(walk(words))).toBe(statuses));

	test('limits of the configuration decide', () => {
		const limits = {...usualLimits, consecutiveFailuresBeforeDown: 1, consecutiveSuccessesBeforeUp: 1};
		expect(statusesOf(walk('good timeout good', unknownHealth, calm, limits))).toBe('up down up');
		const patient = {...usualLimits, consecutiveFailuresBeforeDown: 5};
		expect(statusesOf(walk('timeout timeout timeout timeout timeout', up, calm, patient))).toBe('up up up up down');
	});

	test('breaking drift degrades what answers and is told behind an outage', () => {
		const drifted = lastOf(walk('good', up, broken));
		expect([drifted.status, drifted.reasons]).toEqual(['degraded', ['schema_drift']]);
		const down = lastOf(walk('process_exited', drifted, broken));
		expect([down.status, down.reasons]).toEqual(['down', ['process_exited', 'schema_drift']]);
	});

	test('several degradations are told in one order', () => {
		const both = lastOf(walk('slow slow slow', up, broken));
		expect(both.reasons).toEqual(['schema_drift', 'slow']);
	});

	test('an answer over the critical limit is marked as such', () => {
		expect(walk('slow slow crawl good').map(({isCriticallySlow}) => isCriticallySlow)).toEqual([
			false,
			false,
			true,
			false,
		]);
	});
});

describe('what is not settled yet is said', () => {
	test.each<[story: string, words: string, pending: string]>([
		['failures before an outage', 'good timeout timeout timeout', 'settled failing 1/3 failing 2/3 settled'],
		['permanent failures need fewer', 'good not_found not_found', 'settled failing 1/2 settled'],
		['good checks before the end of one', 'process_exited good good', 'settled recovering 1/2 settled'],
		['a failure within an outage is nothing new', 'process_exited timeout', 'settled settled'],
		['a login that is wanted', 'auth_required auth_required auth_required', 'failing 1/2 settled settled'],
	])('%s', (_story, words, pending) => expect(walk(words).map(pendingOf).join(' ')).toBe(pending));

	test('quick tries go on until it is settled, and after the first failure of an outage', () => {
		const unsettled = (words: string) => walk(words).map(isUnsettled);
		expect(unsettled('good timeout timeout timeout timeout')).toEqual([false, true, true, false, false]);
		expect(unsettled('process_exited process_exited good good')).toEqual([true, false, true, false]);
	});

	test('the failure that is waiting is kept for the note and gone once a check is good', () => {
		const [pending, fine] = walk('timeout good', up);
		expect(pending?.failure?.category).toBe('timeout');
		expect(fine?.failure).toBeNull();
	});
});

describe('since when a status holds', () => {
	const sinceMinutes = (steps: readonly Health[]) =>
		steps.map(({since}) => (since === null ? null : since / minuteMs)).join(' ');

	test.each<[story: string, words: string, since: string]>([
		['an outage counts from its first failed check', 'good timeout timeout timeout timeout', '1 1 1 2 2'],
		['its end counts from the first good check', 'process_exited timeout good good good', '1 1 1 3 3'],
		['slowness counts from the first slow answer', 'good slow slow slow', '1 1 1 2'],
		['its end counts from the fast one', 'slow slow slow slow good good', '1 1 1 1 5 5'],
		[
			'a stall that becomes an outage is one outage',
			'good stream_stalled stream_stalled stream_stalled connection_refused',
			'1 1 1 2 2',
		],
	])('%s', (_story, words, since) => expect(sinceMinutes(walk(words))).toBe(since));

	test('a server that is back with drifted tools is degraded from its first good check on', () => {
		const down = lastOf(walk('process_exited', up, broken));
		expect(sinceMinutes(walk('good good', down, broken, usualLimits, 5))).toBe('1 5');
	});

	test('an accepted drift ends when it was accepted', () => {
		const drifted = lastOf(walk('good good good', up, broken));
		const accepted = withStatus(drifted, calm, 9 * minuteMs);
		expect([accepted.status, accepted.since]).toEqual(['up', 9 * minuteMs]);
	});

	test('a wall clock that goes back leaves nothing in the future', () => {
		const later = nextHealth(up, good(60 * minuteMs), usualLimits, broken);
		const back = nextHealth(later, good(5 * minuteMs), usualLimits, calm);
		expect([back.status, back.since]).toEqual(['up', 5 * minuteMs]);
	});
});

describe('flapping', () => {
	/** Turns at these minutes, as crashes and the good checks after them. */
	function turnAt(minutes: readonly number[], health = up): Health {
		const settle = {...usualLimits, consecutiveSuccessesBeforeUp: 1};
		return minutes.reduce((now, minute) => {
			const at = minute * minuteMs;
			const outcome = now.standing === 'up' ? failed(at, 'process_exited') : good(at);
			return nextHealth(now, outcome, settle, calm);
		}, health);
	}
	const atMinute = (health: Health, minute: number) => nextHealth(health, good(minute * minuteMs), usualLimits, calm);

	test('four turns within 15 minutes begin it', () => {
		expect(turnAt([1, 2, 3]).reasons).not.toContain('flapping');
		const flapping = turnAt([1, 2, 3, 4]);
		expect([flapping.status, flapping.reasons]).toEqual(['degraded', ['flapping']]);
	});

	test('four turns in a longer time do not', () => expect(turnAt([1, 6, 11, 16]).reasons).not.toContain('flapping'));

	test('it ends after 15 minutes without a turn', () => {
		const flapping = turnAt([1, 2, 3, 4]);
		expect(atMinute(flapping, 18).reasons).toContain('flapping');
		expect(atMinute(flapping, 19).status).toBe('up');
	});

	test('a turn within these 15 minutes makes it go on, however far the first ones are', () => {
		const flapping = turnAt([17, 18], turnAt([1, 2, 3, 4]));
		expect(flapping.reasons).toEqual(['flapping']);
		expect(atMinute(flapping, 32).reasons).toEqual(['flapping']);
		expect(atMinute(flapping, 33).status).toBe('up');
	});

	test('once ended, old turns do not begin it again', () => {
		const calmAgain = atMinute(turnAt([1, 2, 3, 4]), 30);
		expect(turnAt([31, 32], calmAgain).reasons).not.toContain('flapping');
	});
});

describe('when the checks stop', () => {
	test('what nothing confirms any more is unknown since the last check', () => {
		const gone = lapse(up, 7 * minuteMs);
		expect([gone.status, gone.reasons, gone.since]).toEqual(['unknown', ['not_checked'], 7 * minuteMs]);
	});

	test('one good check brings it back, even from an outage', () => {
		const down = lastOf(walk('process_exited timeout', up));
		expect(lastOf(walk('good', lapse(down, 9 * minuteMs), calm, usualLimits, 100)).status).toBe('up');
	});

	test('failures of before do not add up with those after', () => {
		const pending = lastOf(walk('timeout timeout', up));
		expect(statusesOf(walk('timeout timeout timeout', lapse(pending, 9 * minuteMs), calm, usualLimits, 100))).toBe(
			'unknown unknown down',
		);
		const never = lastOf(walk('timeout timeout'));
		expect(lastOf(walk('timeout', lapse(never, 9 * minuteMs), calm, usualLimits, 100)).status).toBe('unknown');
	});

	test('it is known later that the server was up before', () => {
		const [, down] = walk('auth_required auth_required', lapse(up, 9 * minuteMs), calm, usualLimits, 100);
		expect(down?.status).toBe('down');
	});

	test('an accepted drift does not hide that nothing was checked', () => {
		const gone = lapse(lastOf(walk('process_exited', up, broken)), 9 * minuteMs);
		expect(withStatus(gone, calm, 20 * minuteMs).reasons).toEqual(['not_checked']);
	});
});
