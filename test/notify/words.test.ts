import {expect, test} from 'vitest';
import type {Alert} from '../../source/domain/alert.ts';
import {factsOf} from '../../source/notify/words.ts';

test('people are told which agents call a server, and how often', () => {
	const callers = [
		{agent: 'support-agent', calls: 120, failed: 3, lastAt: 0},
		{agent: 'cursor', calls: 4, failed: 0, lastAt: 0},
	];
	const alert = {phase: 'opened', severity: 'critical', affects: [], at: 0, startedAt: 0, details: {callers}};
	expect(factsOf(alert as unknown as Alert)).toContainEqual([
		'Calls in 24 h',
		'support-agent 120 (3 failed), cursor 4',
	]);
});
