import {expect, test} from 'vitest';
import {createSwitchableMonitor} from '../../source/control/switchable.ts';
import {createStillMonitor, fleetOf, upState} from '../helpers/fleet.ts';

const make = (name: string) => createStillMonitor(fleetOf([upState(name)], {name}), [`the log of ${name}`]);

test('a screen stays open while another process takes the fleet over', async () => {
	const first = make('first');
	const second = make('second');
	const monitor = createSwitchableMonitor(first);
	const seen: string[] = [];
	const cancel = monitor.fleet.subscribe(() => seen.push(monitor.fleet.getSnapshot().name));
	first.fleet.set(fleetOf([], {name: 'first, later'}));
	monitor.switchTo(second);
	first.fleet.set(fleetOf([], {name: 'first, too late'}));
	second.fleet.set(fleetOf([], {name: 'second, later'}));
	expect(seen).toEqual(['first, later', 'second', 'second, later']);
	cancel();
	second.fleet.set(fleetOf([]));
	expect(seen).toHaveLength(3);
});

test('what is asked goes to whoever stands for the fleet now', async () => {
	const first = make('first');
	const second = make('second');
	const {act, log, switchTo} = createSwitchableMonitor(first);
	await act({do: 'check', servers: ['a']});
	expect(await log('a')).toEqual(['the log of first']);
	switchTo(second);
	await act({do: 'check', servers: ['b']});
	expect(await log('b')).toEqual(['the log of second']);
	expect([first.asked, second.asked]).toEqual([['check a'], ['check b']]);
});
