import {describe, expect, test} from 'vitest';
import {describeFailingCalls, findFailingCalls, hasUnfitCalls} from '../../source/domain/agents-failing.ts';
import {usualErrorRate} from '../../source/domain/error-rate.ts';
import type {Incident} from '../../source/domain/incident.ts';
import {addCalls, noTraffic} from '../../source/domain/traffic.ts';
import {callsOf} from '../helpers/calls.ts';
import {noon} from '../helpers/fleet.ts';

const minuteMs = 60_000;
const at = (minutes: number) => noon + minutes * minuteMs;
/** So many good and failed calls at a minute. */
type Minute = readonly [minute: number, good: number, failed: number, category?: 'tool_error' | 'invalid_arguments'];

const minutesOf = (minutes: readonly Minute[]) =>
	addCalls(
		noTraffic,
		minutes.flatMap(([minute, good, failed, category = 'tool_error']) => [
			...callsOf(good, {at: at(minute)}),
			...callsOf(failed, {at: at(minute), category}),
		]),
		at(60),
	).minutes;

const incident = (kind: Incident['kind'], startedAt: number, endedAt: number | null = null): Incident => ({
	kind,
	startedAt,
	endedAt,
	cause: '',
	category: null,
	ending: endedAt === null ? null : 'recovered',
	announcedAt: startedAt,
	acknowledgement: null,
});
const told = [incident('tool_failing', at(0))];
const toldBefore = [incident('tool_failing', at(-10), at(2))];
const outage = [incident('down', at(0), at(3))];

describe('calls of agents fail', () => {
	test.each<[story: string, minutes: readonly Minute[], incidents: readonly Incident[], now: number, isHigh: boolean]>([
		['when all of a few do', [[0, 0, 5]], [], 0.9, true],
		['when some of many do', [[0, 50, 3]], [], 0.9, true],
		['not when they are too few to say', [[0, 0, 4]], [], 0.9, false],
		['not when two of many do', [[0, 10, 2]], [], 0.9, false],
		['not within the limit', [[0, 197, 3]], [], 0.9, false],
		['with arguments that are refused, over the smaller limit', [[0, 197, 3, 'invalid_arguments']], [], 0.9, true],
		[
			'when they add up over some minutes',
			[
				[0, 1, 1],
				[3, 1, 1],
				[5, 1, 1],
			],
			[],
			5.9,
			true,
		],
		['not any more once they are old', [[0, 0, 50]], [], 6, false],
		['still, while they are not', [[0, 0, 50]], told, 5.9, true],
		['not any more once nobody has called for a while', [[0, 0, 50]], told, 6, false],
		[
			'not any more once calls succeed again',
			[
				[0, 0, 20],
				[1, 5, 0],
			],
			told,
			1.9,
			false,
		],
		[
			'still, while few have',
			[
				[0, 0, 20],
				[1, 4, 0],
			],
			told,
			1.9,
			true,
		],
		[
			'still, where as many succeeded between two failures',
			[
				[0, 9, 1],
				[1, 9, 1],
				[2, 20, 0],
			],
			told,
			2.9,
			true,
		],
		['still, over half the limit', [[0, 100, 2]], told, 0.9, true],
		['not any more at half the limit', [[0, 198, 2]], told, 0.9, false],
		[
			'not again for what was told already',
			[
				[0, 0, 20],
				[2, 0, 1],
			],
			toldBefore,
			2.9,
			false,
		],
		[
			'again when they do anew',
			[
				[0, 0, 20],
				[3, 0, 3],
			],
			toldBefore,
			3.9,
			true,
		],
		[
			'not on account of an outage',
			[
				[0, 0, 20],
				[2, 0, 20],
			],
			outage,
			3.9,
			false,
		],
		[
			'after an outage',
			[
				[0, 0, 20],
				[4, 0, 20],
			],
			outage,
			4.9,
			true,
		],
	])('%s', (_story, minutes, incidents, now, isHigh) => {
		const found = findFailingCalls(minutesOf(minutes), {limits: usualErrorRate, incidents, at: at(now)});
		expect(found !== null).toBe(isHigh);
	});

	test('and it is told which, whose and why', () => {
		const {minutes} = addCalls(
			noTraffic,
			[
				...callsOf(8),
				...callsOf(10, {category: 'tool_error'}),
				...callsOf(2, {tool: 'search', agent: 'refunds', category: 'timeout'}),
			],
			noon,
		);
		const found = findFailingCalls(minutes, {limits: usualErrorRate, incidents: [], at: noon});
		expect(found).toMatchObject({
			calls: 20,
			failed: 12,
			tools: ['query', 'search'],
			agents: ['support-agent', 'refunds'],
			limit: 0.02,
		});
		expect(found && describeFailingCalls({...found, drift: 'query removed'})).toBe(
			"12 of 20 agents' calls failed in 10 min (limit 2.0%): query, search by support-agent, refunds: tool_error 10, timeout 2; its tools have changed: query removed",
		);
	});
});

test('calls that do not fit the tools are a reason to list these anew, a single one is not', () => {
	expect(hasUnfitCalls(minutesOf([[0, 5, 3, 'invalid_arguments']]), usualErrorRate, at(1))).toBe(true);
	expect(hasUnfitCalls(minutesOf([[0, 5, 2, 'invalid_arguments']]), usualErrorRate, at(1))).toBe(false);
	expect(hasUnfitCalls(minutesOf([[0, 5, 30]]), usualErrorRate, at(1))).toBe(false);
	expect(hasUnfitCalls(minutesOf([[0, 5, 3, 'invalid_arguments']]), usualErrorRate, at(11))).toBe(false);
});
