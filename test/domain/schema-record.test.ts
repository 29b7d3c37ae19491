import {describe, expect, test} from 'vitest';
import {
	acceptDrift,
	currentOf,
	diffBetween,
	recordSnapshot,
	schemaStateOf,
	undoAccept,
} from '../../source/domain/schema-record.ts';
import {type SchemaRecord, type Snapshot, takeSnapshot} from '../../source/domain/snapshot.ts';
import {listingOf, tool} from '../helpers/fleet.ts';

const hash = (text: string) =>
	[...text]
		.reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7)
		.toString(16)
		.padStart(12, '0');
const seen = (names: string, at: number): Snapshot =>
	takeSnapshot(listingOf([...names].map(name => tool(name))), at, hash);

/** What a record looks like after it was written and read again. */
const kept = (record: SchemaRecord): SchemaRecord => JSON.parse(JSON.stringify(record));

/** The record of a server that had these tools, one after the other, at 1, 2, 3 and so on. */
function recordOf(...lists: readonly string[]): SchemaRecord {
	const [first = '', ...rest] = lists;
	return rest.reduce(
		(record, names, index) => kept(recordSnapshot(record, seen(names, index + 2))),
		recordSnapshot(null, seen(first, 1)),
	);
}

function accepted(record: SchemaRecord, expect: string | null = null, at = 100): SchemaRecord {
	const outcome = acceptDrift(record, {by: 'ann', at, expect});
	if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome);
	return kept(outcome.record);
}

function undone(record: SchemaRecord): SchemaRecord {
	const outcome = undoAccept(record);
	if (outcome.outcome !== 'undone') throw new Error(outcome.outcome);
	return kept(outcome.record);
}

describe('drift', () => {
	test('the first look is new rather than unchanged', () => {
		expect(schemaStateOf(recordOf('a'), false).state).toBe('new');
		expect(schemaStateOf(recordOf('a'), true).state).toBe('unchanged');
	});

	test('is measured against the baseline, and says when it came', () => {
		const record = recordOf('a', 'ab', 'b');
		expect(schemaStateOf(record, true)).toMatchObject({
			state: 'drifted',
			class: 'breaking',
			hash: seen('b', 0).hash,
			changedAt: 3,
			revertedAt: null,
			baseline: {hash: seen('a', 0).hash, takenAt: 1},
		});
		expect(recordSnapshot(record, seen('b', 9))).toBe(record);
	});

	test('stays when the server goes back by itself, and says that it did', () => {
		const record = recordOf('a', 'b', 'a');
		expect(currentOf(record).hash).toBe(seen('a', 0).hash);
		expect(schemaStateOf(record, true)).toMatchObject({
			state: 'drifted',
			class: 'breaking',
			hash: seen('a', 0).hash,
			changedAt: 3,
			revertedAt: 3,
		});
		expect(schemaStateOf(recordOf('a', 'b', 'a', 'ac'), true)).toMatchObject({class: 'compatible', revertedAt: null});
	});

	test('is none where an older record only lacks what newer ones hold', () => {
		const {about, hash: _hash, ...rest} = seen('a', 1);
		expect(about).toBeDefined();
		const older: SchemaRecord = {baseline: {...rest, hash: 'of-before'}, drifted: null, changedAt: null};
		const next = recordSnapshot(older, seen('a', 2));
		expect(schemaStateOf(next, true)).toMatchObject({state: 'unchanged', hash: seen('a', 0).hash, changedAt: null});
		expect(next.baseline).toMatchObject({takenAt: 1, about});
		const other = takeSnapshot({...listingOf([tool('a')]), capabilities: {}}, 3, hash);
		expect(schemaStateOf(recordSnapshot(next, other), true)).toMatchObject({state: 'drifted', class: 'breaking'});
	});

	test('of an older record goes on', () => {
		const drifted: SchemaRecord = {baseline: seen('a', 1), drifted: seen('b', 2), changedAt: 2};
		expect(schemaStateOf(drifted, true).state).toBe('drifted');
		expect(schemaStateOf(accepted(drifted), true)).toMatchObject({state: 'unchanged', hash: seen('b', 0).hash});
	});
});

describe('accepting', () => {
	test('makes what is there the baseline, and keeps who did it', () => {
		const record = accepted(recordOf('a', 'b'));
		expect(schemaStateOf(record, true)).toMatchObject({
			state: 'unchanged',
			hash: seen('b', 0).hash,
			class: null,
			changes: [],
			accepted: {at: 100, by: 'ann'},
		});
		expect(record.events).toMatchObject([{acceptedAt: 100, acceptedBy: 'ann'}]);
		expect(acceptDrift(record, {by: 'bob', at: 101, expect: null})).toEqual({outcome: 'nothing'});
	});

	test('tells what was accepted', () => {
		expect(acceptDrift(recordOf('a', 'ab'), {by: 'ann', at: 9, expect: null})).toMatchObject({
			outcome: 'accepted',
			hash: seen('ab', 0).hash,
			changes: [{text: 'added', tool: 'b'}],
		});
	});

	test('takes the hash of what was looked at, in full or by its first digits', () => {
		const record = recordOf('a', 'b');
		const {hash: current} = seen('b', 0);
		expect(accepted(record, current).baseline.hash).toBe(current);
		expect(accepted(record, current.slice(0, 8)).baseline.hash).toBe(current);
	});

	test.each([
		['something else', seen('c', 0).hash],
		['the baseline', seen('a', 0).hash],
		['too few digits', seen('b', 0).hash.slice(0, 7)],
		['nothing', ''],
	])('is refused to whoever has looked at %s', (_what, expected) => {
		const record = recordOf('a', 'b');
		expect(acceptDrift(record, {by: 'ann', at: 9, expect: expected})).toEqual({
			outcome: 'refused',
			hash: seen('b', 0).hash,
		});
	});

	test('dismisses drift that has gone by itself', () => {
		const record = accepted(recordOf('a', 'b', 'a'), seen('a', 0).hash);
		expect(schemaStateOf(record, true)).toMatchObject({state: 'unchanged', hash: seen('a', 0).hash});
	});
});

describe('taking an acceptance back', () => {
	test('brings back the baseline and the drift', () => {
		const before = recordOf('a', 'b');
		const after = undone(accepted(before));
		expect(schemaStateOf(after, true)).toEqual(schemaStateOf(before, true));
		expect(after.events).toEqual(before.events);
		expect(undoAccept(after)).toEqual({outcome: 'nothing'});
	});

	test('brings back drift that was dismissed', () => {
		const before = recordOf('a', 'b', 'a');
		expect(schemaStateOf(undone(accepted(before)), true)).toEqual(schemaStateOf(before, true));
	});

	test('compares what has come since with the old baseline', () => {
		const later = recordSnapshot(accepted(recordOf('a', 'b')), seen('abc', 200));
		expect(schemaStateOf(later, true).class).toBe('compatible');
		const state = schemaStateOf(undone(later), true);
		expect(state).toMatchObject({state: 'drifted', hash: seen('abc', 0).hash, baseline: {takenAt: 1}});
		expect(state.changes.map(({tool}) => tool)).toEqual(['b', 'c']);
	});

	test('does not lose drift where the server went back after it was accepted', () => {
		const later = recordSnapshot(accepted(recordOf('a', 'b')), seen('a', 200));
		expect(schemaStateOf(undone(later), true)).toMatchObject({state: 'drifted', class: 'breaking', revertedAt: 200});
	});

	test('needs an acceptance', () => expect(undoAccept(recordOf('a', 'b'))).toEqual({outcome: 'nothing'}));
});

describe('what happened when', () => {
	test('is kept, the newest first, each with the step it was', () => {
		const {events = []} = recordOf('a', 'ab', 'b', 'a');
		const told = events.map(({changes, ...event}) => ({
			...event,
			changed: changes.map(({tool, kind}) => `${tool} ${kind}`),
		}));
		const open = {times: 1, acceptedAt: null, acceptedBy: null};
		const [a, ab, b] = ['a', 'ab', 'b'].map(names => seen(names, 0).hash);
		expect(told).toEqual([
			{
				...open,
				at: 4,
				from: b,
				hash: a,
				class: 'breaking',
				isReturn: true,
				changed: ['b tool_removed', 'a tool_added'],
			},
			{...open, at: 3, from: ab, hash: b, class: 'breaking', isReturn: false, changed: ['a tool_removed']},
			{...open, at: 2, from: a, hash: ab, class: 'compatible', isReturn: false, changed: ['b tool_added']},
		]);
	});

	test('counts what goes to and fro rather than forgetting what was before', () => {
		const swaps = Array.from({length: 60}, (_, index) => (index % 2 === 0 ? 'ab' : 'abc'));
		const {events = []} = recordOf('a', 'x', ...swaps);
		expect(events).toHaveLength(4);
		expect(events.slice(0, 2).map(({times}) => times)).toEqual([30, 29]);
		expect(events[0]?.at).toBe(62);
		expect(events.at(-1)).toMatchObject({at: 2, times: 1});
	});

	test('is bounded in number and size', () => {
		const names = (from: number, count: number) =>
			Array.from({length: count}, (_, index) => tool(`tool-${from + index}`, {description: 'd'.repeat(2000)}));
		let record = recordSnapshot(null, takeSnapshot(listingOf([]), 0, hash));
		for (let index = 1; index <= 60; index++) {
			record = recordSnapshot(record, takeSnapshot(listingOf(names(index * 100, 100)), index, hash));
		}
		expect(record.events).toHaveLength(20);
		expect(record.events?.[0]?.changes.at(-1)?.text).toMatch(/more changes$/);
		expect(JSON.stringify(record.events).length).toBeLessThan(20 * 24 * 1024);
		expect([record.baseline, record.drifted, ...(record.past ?? [])]).toHaveLength(5);
	});

	test('large snapshots of before are not kept for long', () => {
		const big = (at: number) =>
			takeSnapshot(listingOf([tool('a', {description: `${at}`.padEnd(700_000, 'x')})]), at, hash);
		const record = [1, 2, 3, 4, 5].reduce((one, at) => recordSnapshot(one, big(at)), recordSnapshot(null, big(0)));
		expect(record.past?.map(({takenAt}) => takenAt)).toEqual([4]);
	});
});

describe('the difference between two instants', () => {
	const record = recordOf('a', 'ab', 'abc', 'bc');
	const told = (from?: number, to?: number) => {
		const diff = diffBetween(record, from, to);
		return diff.ok ? diff.changes.map(({tool, kind}) => `${tool} ${kind}`) : diff.missing;
	};

	test('is that of the baseline and the drift, unless asked otherwise', () => {
		expect(told()).toEqual(['a tool_removed', 'b tool_added', 'c tool_added']);
		expect(diffBetween(record)).toMatchObject({from: {takenAt: 1}, to: {takenAt: 4}});
	});

	test.each([
		[1, 2, ['b tool_added']],
		[2, 3, ['c tool_added']],
		[3, undefined, ['a tool_removed']],
		[3.5, 3.9, []],
		[4, 1, ['b tool_removed', 'c tool_removed', 'a tool_added']],
		[0, 2, ['b tool_added']],
	])('from %s to %s', (from, to, expected) => expect(told(from, to)).toEqual(expected));

	test('is unknown where a snapshot is no longer kept', () => {
		const long = recordOf('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
		expect(diffBetween(long, 3)).toEqual({ok: false, missing: 'from'});
		expect(diffBetween(long, 1, 3)).toEqual({ok: false, missing: 'to'});
		expect(diffBetween(long, 6)).toMatchObject({ok: true, from: {takenAt: 6}});
	});

	test('knows that the server went back', () => {
		expect(diffBetween(recordOf('a', 'b', 'a'), 3, 2)).toMatchObject({ok: true, from: {takenAt: 1}, to: {takenAt: 2}});
	});
});
