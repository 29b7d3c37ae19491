import {expect, test} from 'vitest';
import type {Monitor} from '../../../source/domain/ports.ts';
import {createDetails, type Need} from '../../../source/view/state/details.ts';
import {createFakeClock, settled} from '../../helpers/clock.ts';

/** A monitor whose log can be set, that counts how often it is asked. */
function watch(needs: readonly Need[]) {
	const clock = createFakeClock();
	const asked: string[] = [];
	let log: readonly string[] = ['first'];
	const monitor: Pick<Monitor, 'log' | 'record' | 'timelines'> = {
		async log(server) {
			asked.push(`log ${server}`);
			return [...log];
		},
		async record(server) {
			asked.push(`record ${server}`);
			return {spans: [], incidents: [], schema: null};
		},
		async timelines(window, cells) {
			asked.push(`timelines ${window} ${cells}`);
			return new Map([['a', []]]);
		},
	};
	const details = createDetails(monitor, clock);
	let changes = 0;
	details.subscribe(() => changes++);
	details.want(needs);
	return {clock, details, asked, changes: () => changes, write: (...lines: readonly string[]) => (log = lines)};
}

test('a log is read every second while it is looked at, and told of only when it has changed', async () => {
	const {clock, details, asked, changes, write} = watch([{kind: 'log', server: 'a'}]);
	await settled();
	expect(details.getSnapshot().log).toEqual(['first']);
	expect(changes()).toBe(1);
	await clock.advance(5000);
	expect(asked).toHaveLength(6);
	expect(changes()).toBe(1);
	write('first', 'second');
	await clock.advance(1000);
	expect(details.getSnapshot().log).toEqual(['first', 'second']);
	expect(changes()).toBe(2);
});

test('what is looked at no longer is asked for no longer, and forgotten', async () => {
	const {clock, details, asked} = watch([{kind: 'log', server: 'a'}]);
	await settled();
	details.want([{kind: 'record', server: 'a'}]);
	expect(details.getSnapshot().log).toBeNull();
	await clock.advance(10_000);
	expect(asked).toEqual(['log a', 'record a']);
	expect(details.getSnapshot().record).not.toBeNull();
	details.close();
	await clock.advance(60_000);
	expect(clock.pending()).toBe(0);
});

test('an answer that comes after its page was left changes nothing', async () => {
	const {details, changes} = watch([{kind: 'log', server: 'a'}]);
	details.want([]);
	await settled();
	expect(details.getSnapshot().log).toBeNull();
	expect(changes()).toBe(0);
});

test('the same need is not asked for twice', async () => {
	const {details, asked} = watch([{kind: 'log', server: 'a'}]);
	details.want([{kind: 'log', server: 'a'}]);
	await settled();
	expect(asked).toEqual(['log a']);
});

test('a timeline stays while the same one is fetched in other cells', async () => {
	const {details, asked} = watch([{kind: 'timelines', window: '24h', cells: 40}]);
	await settled();
	details.want([{kind: 'timelines', window: '24h', cells: 80}]);
	expect(details.getSnapshot().timelines['24h']?.has('a')).toBe(true);
	await settled();
	expect(asked).toEqual(['timelines 24h 40', 'timelines 24h 80']);
});
