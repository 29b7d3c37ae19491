import {expect, test} from 'vitest';
import {createPicture} from '../../../source/view/state/picture.ts';
import {createSettable, fleetOf} from '../../helpers/fleet.ts';
import {createManualClock} from '../manual-clock.ts';

function watch() {
	const clock = createManualClock();
	const fleet = createSettable(fleetOf([], {name: 'first'}));
	const picture = createPicture(fleet, clock);
	const seen: string[] = [];
	picture.subscribe(() => seen.push(picture.getSnapshot().fleet.name));
	return {clock, fleet, picture, seen, change: (name: string) => fleet.set(fleetOf([], {name}))};
}

test('the first change is seen at once', () => {
	const {change, seen} = watch();
	change('second');
	expect(seen).toEqual(['second']);
});

test('a storm of changes is seen ten times a second, and its last one always', () => {
	const {clock, change, seen} = watch();
	for (let index = 0; index <= 1042; index++) {
		change(`change ${index}`);
		clock.advance(1);
	}
	clock.advance(100);
	expect(seen.length).toBeLessThanOrEqual(13);
	expect(seen.length).toBeGreaterThanOrEqual(10);
	expect(seen.at(-1)).toBe('change 1042');
});

test('time goes on every 15 seconds while nothing changes, and no oftener', () => {
	const {clock, picture, seen} = watch();
	const before = picture.getSnapshot().at;
	clock.advance(14_999);
	expect(seen).toHaveLength(0);
	clock.advance(1);
	expect(picture.getSnapshot().at - before).toBe(15_000);
	clock.advance(60_000);
	expect(seen).toHaveLength(5);
});

test('a closed picture hears and does nothing more', () => {
	const {clock, picture, change, seen} = watch();
	picture.close();
	change('later');
	clock.advance(60_000);
	expect(seen).toEqual([]);
});
