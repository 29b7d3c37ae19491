import {describe, expect, test} from 'vitest';
import {newPage} from '../../../source/view/state/page.ts';
import {type Rows, reduce, type ScreenAction} from '../../../source/view/state/reduce.ts';
import {filterOf, modeOf, openingState, type ScreenState} from '../../../source/view/state/screen-state.ts';
import {windowAround} from '../../../source/view/state/window.ts';
import {cursorIndex, type TableRow} from '../../../source/view/table/rows.ts';
import {fleetOf, noon, upState} from '../../helpers/fleet.ts';

const initial = openingState({}, noon);
const stateAfter = (...actions: readonly ScreenAction[]): ScreenState => actions.reduce(reduce, initial);
const listOf = (names: readonly string[]): readonly TableRow[] =>
	names.map(name => ({kind: 'server', id: `server ${name}`, name, state: upState(name)}));
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const rows: Rows = {list: listOf(names), height: 4};
const move = (by: number, of: Rows = rows): ScreenAction => ({type: 'move', by, rows: of});
const windowOf = (state: ScreenState, list: readonly TableRow[], height: number) =>
	windowAround(cursorIndex(state.cursor, list), state.cursorLine, list.length, height).offset;

describe('the cursor', () => {
	test.each<[story: string, moves: readonly number[], name: string, offset: number]>([
		['goes down by one', [1], 'b', 0],
		['does not leave the list at the top', [-1], 'a', 0],
		['does not leave the list at the bottom', [1, 100], 'h', 4],
		['scrolls when it passes the last line shown', [1, 1, 1, 1], 'e', 1],
		['scrolls back only when it passes the first line shown', [1, 1, 1, 1, -1, -1, -1], 'b', 1],
		['scrolls back by one more', [1, 1, 1, 1, -1, -1, -1, -1], 'a', 0],
		['goes to the end and back at once', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 'a', 0],
	])('%s', (_story, moves, name, offset) => {
		const state = stateAfter(...moves.map(by => move(by)));
		expect(state.cursor).toBe(`server ${name}`);
		expect(windowOf(state, rows.list, 4)).toBe(offset);
	});

	test('stays on its server and on its line of the screen while rows change places', () => {
		const state = stateAfter(move(5));
		expect(names.indexOf('f') - windowOf(state, rows.list, 4)).toBe(3);
		const moved = ['h', 'a', 'b', 'g', 'f', 'c', 'd', 'e'];
		expect(moved.indexOf('f') - windowOf(state, listOf(moved), 4)).toBe(3);
		const atTop = ['h', 'f', 'a', 'b', 'g', 'c', 'd', 'e'];
		expect(atTop.indexOf('f') - windowOf(state, listOf(atTop), 4)).toBe(1);
	});

	test('rests on the first server while its own is filtered away, and returns to it', () => {
		const state = stateAfter(move(2));
		expect(cursorIndex(state.cursor, listOf(['a', 'b']))).toBe(0);
		expect(cursorIndex(state.cursor, rows.list)).toBe(2);
	});

	test('has nowhere to go in an empty list', () => {
		expect(stateAfter(move(1, {list: [], height: 5}))).toEqual(initial);
	});
});

describe('marks', () => {
	const mark = (...marked: readonly string[]): ScreenAction => ({type: 'mark', names: marked});
	test('come and go one by one', () => {
		expect([...stateAfter(mark('a'), mark('b'), mark('a')).marked]).toEqual(['b']);
	});
	test('of a group come for those that lack them, and go only when all have them', () => {
		expect([...stateAfter(mark('a'), mark('a', 'b')).marked]).toEqual(['a', 'b']);
		expect(stateAfter(mark('a', 'b'), mark('a', 'b')).marked.size).toBe(0);
	});
});

describe('Esc goes back by one level:', () => {
	const back: ScreenAction = {type: 'back'};
	test('the filter, then the marks', () => {
		const filtered = stateAfter({type: 'setFilter', text: 'x'}, {type: 'mark', names: ['a']});
		const once = reduce(filtered, back);
		expect([once.filter.text, once.marked.size]).toEqual(['', 1]);
		expect(reduce(once, back).marked.size).toBe(0);
	});
	test('the search, the entry in full, the tab, the view below it', () => {
		const open = stateAfter(
			{type: 'openPage', page: newPage('heatmap')},
			{type: 'openPage', page: newPage('tools', {server: 'a', search: 'x', isOpen: true})},
		);
		const steps = [1, 2, 3, 4].map(count => Array.from({length: count}, () => back).reduce(reduce, open));
		expect(
			steps.map(({pages}) => pages.map(({name, search, isOpen}) => `${name}${search}${isOpen ? '!' : ''}`)),
		).toEqual([['heatmap', 'tools!'], ['heatmap', 'tools'], ['heatmap'], []]);
	});
});

describe('pages', () => {
	const open = (...changes: Parameters<typeof newPage>): ScreenAction => ({
		type: 'openPage',
		page: newPage(...changes),
	});
	const next: ScreenAction = {type: 'switchPage', by: 1};
	test('of a server go round', () => {
		const names = Array.from(
			{length: 7},
			(_none, index) =>
				stateAfter(open('overview', {server: 'c'}), ...Array.from({length: index + 1}, () => next)).pages.at(-1)?.name,
		);
		expect(names).toEqual(['tools', 'drift', 'scorecard', 'incidents', 'log', 'agents', 'overview']);
	});
	test('of the fleet go round through the table', () => {
		expect(stateAfter(next).pages.map(({name}) => name)).toEqual(['heatmap']);
		expect(stateAfter(next, next).pages.map(({name}) => name)).toEqual(['alerts']);
		expect(stateAfter(next, next, next).pages).toEqual([]);
		expect(stateAfter({type: 'switchPage', by: -1}).pages.map(({name}) => name)).toEqual(['alerts']);
	});
	test('do not pile up without end', () => {
		expect(stateAfter(...Array.from({length: 100}, () => open('help'))).pages.length).toBeLessThanOrEqual(8);
	});
	test('are not scrolled beyond their end', () => {
		const scroll = (by: number, furthest: number): ScreenAction => ({type: 'scroll', by, furthest});
		expect(stateAfter(open('drift', {server: 'c'}), scroll(100, 7), scroll(-2, 7)).pages[0]?.scroll).toBe(5);
		expect(stateAfter(open('drift', {server: 'c'}), scroll(1, -3)).pages[0]?.scroll).toBe(0);
	});
	test('a log follows its end until one scrolls back, and again when one comes to the end', () => {
		const scroll = (by: number): ScreenAction => ({type: 'scroll', by, furthest: 50});
		const held = stateAfter(open('log', {server: 'c'}), scroll(-3));
		expect(held.pages[0]).toMatchObject({isFollowing: false, scroll: 47});
		expect(reduce(held, scroll(3)).pages[0]).toMatchObject({isFollowing: true});
	});
});

describe('a line that is typed', () => {
	const begin = (kind: 'filter' | 'search' | 'command', text = ''): ScreenAction => ({
		type: 'beginEntry',
		kind,
		text,
		servers: [],
	});
	const insert = (text: string): ScreenAction => ({
		type: 'changeEntry',
		change: {type: 'edit', edit: {type: 'insert', text}},
	});
	const recall = (by: -1 | 1): ScreenAction => ({type: 'changeEntry', change: {type: 'recall', by}});

	test('filters at each letter, and is gone with its filter when it is dropped', () => {
		const state = stateAfter(begin('filter'), insert('latency>5'));
		expect(modeOf(state)).toBe('typing');
		expect(state.filter.parsed).toMatchObject({ok: true, query: {kind: 'number', field: 'latency', value: 5}});
		expect(reduce(state, {type: 'dropEntry'})).toMatchObject({entry: null, filter: {text: ''}});
		expect(reduce(state, {type: 'keepEntry'})).toMatchObject({entry: null, filter: {text: 'latency>5'}});
	});
	test('is remembered at its own prompt, and comes back filtering', () => {
		const kept = stateAfter(begin('filter'), insert('team'), {type: 'keepEntry'}, begin('command'), insert('quit'), {
			type: 'keepEntry',
		});
		const again = [begin('filter', ''), recall(-1)].reduce(reduce, kept);
		expect(again.filter.text).toBe('team');
		expect([begin('command'), recall(-1)].reduce(reduce, kept).entry?.line.text).toBe('quit');
		expect(reduce(again, recall(1)).filter.text).toBe('');
	});
	test('searches in the page', () => {
		const open: ScreenAction = {type: 'openPage', page: newPage('log', {server: 'c'})};
		const state = stateAfter(open, begin('search'), insert('err'));
		expect(state.pages[0]?.search).toBe('err');
		expect(reduce(state, {type: 'dropEntry'}).pages[0]?.search).toBe('');
	});
	test('is bounded', () => {
		expect(filterOf('x'.repeat(10_000)).text.length).toBeLessThanOrEqual(500);
		expect(stateAfter(begin('command'), insert('x'.repeat(100_000))).entry?.line.text.length).toBeLessThanOrEqual(1024);
	});
});

test('groupings go round through none', () => {
	const next: ScreenAction = {type: 'nextGroup', choices: ['tag:team', 'status']};
	expect(stateAfter(next).groupBy).toBe('tag:team');
	expect(stateAfter(next, next).groupBy).toBe('status');
	expect(stateAfter(next, next, next).groupBy).toBeNull();
});

test('a picture is frozen as it was, and let go', () => {
	const picture = {fleet: fleetOf([]), at: noon};
	expect(stateAfter({type: 'freeze', picture}).frozen).toBe(picture);
	expect(stateAfter({type: 'freeze', picture}, {type: 'freeze', picture}).frozen).toBeNull();
});

describe('the order', () => {
	const by = (count: number, step: 1 | -1 = 1) =>
		stateAfter(...Array.from({length: count}, (): ScreenAction => ({type: 'turnOrder', by: step}))).order;
	test('goes from column to column as they stand, and round', () => {
		expect([1, 2, 3, 4, 5, 6].map(count => by(count).by)).toEqual([
			'latency',
			'p95',
			'uptime',
			'tools',
			'grade',
			'config',
		]);
		expect(by(8)).toEqual(initial.order);
		expect(by(1, -1).by).toBe('name');
	});
	test('begins with what is worth a look: the slowest, and the least available', () => {
		expect(by(1)).toEqual({by: 'latency', isDescending: true});
		expect(by(3)).toEqual({by: 'uptime', isDescending: false});
	});
	test('is turned round', () => {
		expect(stateAfter({type: 'reverseOrder'}).order).toEqual({by: 'status', isDescending: true});
	});
});

test('what can be undone is kept newest last, and not for ever', () => {
	const remember = (id: string): ScreenAction => ({type: 'rememberUndo', undo: {do: 'endSilence', id, by: 'x'}});
	const state = stateAfter(...Array.from({length: 50}, (_none, index) => remember(`${index}`)));
	expect(state.undos.length).toBeLessThanOrEqual(20);
	expect(state.undos.at(-1)).toMatchObject({id: '49'});
	expect(reduce(state, {type: 'forgetUndo'}).undos.at(-1)).toMatchObject({id: '48'});
});
