import {expect, test} from 'vitest';
import type {Alert} from '../../../source/domain/alert.ts';
import {createBell} from '../../../source/view/terminal/bell.ts';
import {createFakeClock} from '../../helpers/clock.ts';
import {alertOf} from '../../helpers/fleet.ts';

const critical = (id: string): Alert => alertOf('a', {id, severity: 'critical'});

function open() {
	const clock = createFakeClock();
	let rings = 0;
	const bell = createBell(
		{
			write(data) {
				if (data === '\x07') rings++;
				return true;
			},
		},
		clock,
	);
	return {clock, hear: bell.hear, rings: () => rings};
}

test('a new critical alert rings, once', () => {
	const {hear, rings} = open();
	hear([]);
	hear([critical('1')]);
	hear([critical('1')]);
	expect(rings()).toBe(1);
});

test('alerts of before the screen was opened do not ring', () => {
	const {hear, rings} = open();
	hear([critical('2'), critical('1')]);
	hear([critical('2'), critical('1')]);
	expect(rings()).toBe(0);
});

test('what is no more than a warning does not ring', () => {
	const {hear, rings} = open();
	hear([]);
	hear([alertOf('a', {id: '1', severity: 'warning'})]);
	hear([alertOf('a', {id: '2', severity: 'info'}), alertOf('a', {id: '1', severity: 'warning'})]);
	expect(rings()).toBe(0);
});

test('what a silence keeps from everybody does not ring', () => {
	const {hear, rings} = open();
	hear([]);
	hear([alertOf('a', {severity: 'critical', isSilenced: true})]);
	expect(rings()).toBe(0);
});

test('a wave of alerts rings once in ten seconds', async () => {
	const {hear, rings, clock} = open();
	let alerts: readonly Alert[] = [];
	hear(alerts);
	for (let second = 0; second < 25; second++) {
		alerts = [critical(`${second}`), ...alerts].slice(0, 5);
		hear(alerts);
		await clock.advance(1000);
	}
	expect(rings()).toBe(3);
});

test('a jump of the wall clock does not silence the bell', async () => {
	const {hear, rings, clock} = open();
	hear([]);
	hear([critical('1')]);
	clock.jump(-86_400_000);
	await clock.advance(10_000);
	hear([critical('2'), critical('1')]);
	expect(rings()).toBe(2);
});
