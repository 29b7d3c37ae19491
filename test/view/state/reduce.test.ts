import {describe, expect, test} from 'vitest';
import {type Action, type Rows, reduce, selectedIndex} from '../../../source/view/state/reduce.ts';
import {initialState, modeOf, type ScreenState} from '../../../source/view/state/screen-state.ts';
import {windowAround} from '../../../source/view/state/window.ts';
import {fleetOf, noon} from '../../helpers/fleet.ts';

const stateAfter = (...actions: readonly Action[]): ScreenState => actions.reduce(reduce, initialState);
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const rows: Rows = {names, height: 4};
const move = (by: number, of: Rows = rows): Action => ({type: 'move', by, rows: of});
const windowOf = (state: ScreenState, list: Rows['names'], height: number) =>
	windowAround(selectedIndex(state.selected, list), state.selectedLine, list.length, height).offset;

describe('the selection', () => {
	test.each<[story: string, moves: readonly number[], selected: string, offset: number]>([
		['goes down by one', [1], 'b', 0],
		['does not leave the list at the top', [-1], 'a', 0],
		['does not leave the list at the bottom', [1, 100], 'h', 4],
		['scrolls when it passes the last line shown', [1, 1, 1, 1], 'e', 1],
		['scrolls back only when it passes the first line shown', [1, 1, 1, 1, -1, -1, -1], 'b', 1],
		['scrolls back by one more', [1, 1, 1, 1, -1, -1, -1, -1], 'a', 0],
		['goes to the end and back at once', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 'a', 0],
	])('%s', (_story, moves, selected, offset) => {
		const state = stateAfter(...moves.map(by => move(by)));
		expect(state.selected).toBe(selected);
		expect(windowOf(state, names, 4)).toBe(offset);
	});

	test('stays on its server and on its line of the screen while rows change places', () => {
		const state = stateAfter(move(5));
		const shuffled = ['h', 'f', 'a', 'b', 'g', 'c', 'd', 'e'];
		expect(state.selected).toBe('f');
		const lineBefore = names.indexOf('f') - windowOf(state, names, 4);
		expect(lineBefore).toBe(3);
		const moved = ['h', 'a', 'b', 'g', 'f', 'c', 'd', 'e'];
		expect(moved.indexOf('f') - windowOf(state, moved, 4)).toBe(lineBefore);
		expect(shuffled.indexOf('f') - windowOf(state, shuffled, 4)).toBe(1);
	});

	test('steps over the headings of groups, and keeps the first one in sight', () => {
		const grouped: Rows = {names: [null, 'a', 'b', null, 'c'], height: 3};
		const down = stateAfter(move(1, grouped), move(1, grouped));
		expect(down.selected).toBe('c');
		const up = [move(-1, grouped), move(-1, grouped)].reduce(reduce, down);
		expect(up.selected).toBe('a');
		expect(windowOf(up, grouped.names, 3)).toBe(0);
	});

	test('rests on the first row while its server is filtered away, and returns to it', () => {
		const state = stateAfter(move(2));
		expect(selectedIndex(state.selected, ['a', 'b'])).toBe(0);
		expect(selectedIndex(state.selected, names)).toBe(2);
	});

	test('has nowhere to go in an empty list', () => {
		expect(stateAfter(move(1, {names: [], height: 5}))).toEqual(initialState);
	});
});

describe('the filter', () => {
	test('is parsed while it is typed', () => {
		const state = stateAfter({type: 'startTyping'}, {type: 'setFilter', text: 'latency>5'});
		expect(modeOf(state)).toBe('typing');
		expect(state.filter.parsed).toMatchObject({ok: true, query: {kind: 'number', field: 'latency', value: 5}});
	});
	test('is dropped when it is kept with a mistake in it', () => {
		const state = stateAfter({type: 'startTyping'}, {type: 'setFilter', text: 'latency>x'}, {type: 'keepFilter'});
		expect(state).toMatchObject({isTyping: false, filter: {text: ''}});
	});
	test('loses its last character, not half of it', () => {
		expect(stateAfter({type: 'setFilter', text: 'ab🚀'}, {type: 'eraseLetter'}).filter.text).toBe('ab');
	});
	test('is bounded', () => {
		expect(stateAfter({type: 'setFilter', text: 'x'.repeat(10_000)}).filter.text.length).toBeLessThanOrEqual(200);
	});
});

describe('an open server', () => {
	const open: Action = {type: 'openServer', name: 'c'};
	test('is selected too', () =>
		expect(stateAfter(open)).toMatchObject({selected: 'c', pane: {server: 'c', tab: 'overview'}}));
	test('has tabs that go round', () => {
		expect(stateAfter(open, {type: 'switchTab', by: -1}).pane?.tab).toBe('log');
		expect(stateAfter(open, {type: 'switchTab', by: 1}, {type: 'switchTab', by: 2}).pane?.tab).toBe('overview');
	});
	test('is left step by step: the tool, then the server', () => {
		const inTool = stateAfter(
			open,
			{type: 'switchTab', by: 1},
			{type: 'selectTool', by: 1, count: 3},
			{type: 'openTool'},
		);
		expect(modeOf(inTool)).toBe('tool');
		const inTools = reduce(inTool, {type: 'back'});
		expect(modeOf(inTools)).toBe('tools');
		expect(inTools.pane?.tool).toBe(1);
		expect(modeOf(reduce(inTools, {type: 'back'}))).toBe('fleet');
	});
	test('is not scrolled beyond its end', () => {
		expect(
			stateAfter(open, {type: 'scroll', by: 100, furthest: 7}, {type: 'scroll', by: -2, furthest: 7}).pane?.scroll,
		).toBe(5);
		expect(stateAfter(open, {type: 'scroll', by: 1, furthest: -3}).pane?.scroll).toBe(0);
	});
});

test('groupings go round through none', () => {
	const next: Action = {type: 'nextGroup', choices: ['tag:team', 'status']};
	expect(stateAfter(next).groupBy).toBe('tag:team');
	expect(stateAfter(next, next).groupBy).toBe('status');
	expect(stateAfter(next, next, next).groupBy).toBeNull();
});

test('a picture is frozen as it was, and let go', () => {
	const picture = {fleet: fleetOf([]), at: noon};
	expect(stateAfter({type: 'freeze', picture}).frozen).toBe(picture);
	expect(stateAfter({type: 'freeze', picture}, {type: 'freeze', picture}).frozen).toBeNull();
});

test('the order goes round through all columns', () => {
	const by = (count: number) =>
		stateAfter(...Array.from({length: count}, (): Action => ({type: 'turnOrder', by: 1}))).order.by;
	expect(by(1)).toBe('name');
	expect(by(7)).toBe('status');
	expect(stateAfter({type: 'turnOrder', by: -1}, {type: 'reverseOrder'}).order).toEqual({
		by: 'config',
		isDescending: true,
	});
});
