import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import type {Listing} from '../../source/domain/probe-result.ts';
import type {SchemaRecord} from '../../source/domain/snapshot.ts';
import {createSchemaTracker} from '../../source/monitor/schema-tracker.ts';
import {listingOf, tool} from '../helpers/fleet.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const listing = (names: string, changes: Partial<Listing> = {}): Listing => ({
	...listingOf([...names].map(name => tool(name))),
	...changes,
});
const tracker = (kept: SchemaRecord | null = null) => createSchemaTracker(kept, hash);
const restarted = (from: ReturnType<typeof tracker>) => tracker(JSON.parse(JSON.stringify(from.record())));

/** A tracker that has seen the old tools, and then the new ones twice. */
function driftedTracker(before = 'a', after = 'b') {
	const one = tracker();
	one.see(listing(before), 1);
	one.see(listing(after), 2);
	one.see(listing(after), 3);
	return one;
}

describe('a schema that is followed', () => {
	test('is new at first, and unchanged from the second look on', () => {
		const one = tracker();
		expect(one.state().state).toBe('unknown');
		one.see(listing('a'), 1);
		expect(one.state().state).toBe('new');
		one.see(listing('a'), 2);
		expect(one.state().state).toBe('unchanged');
		expect(one.isUnsure()).toBe(false);
	});

	test('has drifted once a second look has differed too', () => {
		const one = tracker();
		one.see(listing('a'), 1);
		one.see(listing('b'), 2);
		expect([one.isUnsure(), one.state().state]).toEqual([true, 'new']);
		one.see(listing('b'), 3);
		expect([one.isUnsure(), one.state().state, one.state().changedAt]).toEqual([false, 'drifted', 3]);
	});

	test('has not drifted where the second look is as before', () => {
		const one = tracker();
		one.see(listing('a'), 1);
		one.see(listing('b'), 2);
		one.see(listing('a'), 3);
		expect([one.isUnsure(), one.state().state]).toEqual([false, 'unchanged']);
	});

	test('keeps its state as it is while nothing changes, so that nobody draws it anew', () => {
		const one = driftedTracker();
		const before = one.state();
		one.see(listing('b'), 4);
		one.see(listing('b', {malformed: ['x']}), 5);
		expect(one.state()).toBe(before);
	});

	test('goes on over a restart, drift and all', () => {
		const one = restarted(driftedTracker());
		expect(one.state()).toMatchObject({state: 'drifted', class: 'breaking'});
		one.see(listing('b'), 9);
		expect(one.state()).toMatchObject({state: 'drifted', changedAt: 3});
	});

	test('stays drifted when the server goes back, and says since when it is as before', () => {
		const one = driftedTracker();
		one.see(listing('a'), 4);
		one.see(listing('a'), 5);
		expect(one.state()).toMatchObject({state: 'drifted', class: 'breaking', revertedAt: 5});
		expect(restarted(one).state()).toMatchObject({state: 'drifted', revertedAt: 5});
		one.see(listing('a'), 6);
		expect([one.isUnsure(), one.state().revertedAt]).toEqual([false, 5]);
	});

	test('takes note of another version of the server', () => {
		const one = tracker();
		one.see(listing('a'), 1);
		for (const at of [2, 3]) one.see(listing('a', {serverInfo: {name: 'example', version: '9'}}), at);
		expect(one.state()).toMatchObject({state: 'drifted', class: 'compatible', changes: [{kind: 'server'}]});
	});

	test('is followed however deep it is nested', () => {
		const deep = (core: string) =>
			tool('a', {inputSchema: JSON.parse(`${'{"a":['.repeat(20_000)}${core}${']}'.repeat(20_000)}`)});
		const one = tracker();
		one.see(listingOf([deep('1')]), 1);
		one.see(listingOf([deep('2')]), 2);
		expect(one.state().state).toBe('unchanged');
	});
});

describe('a person', () => {
	const request = (expect: string | null = null) => ({by: 'ann', at: 50, expect});

	test('accepts drift, and takes that back', () => {
		const one = driftedTracker();
		const before = one.state();
		expect(one.accept(request(before.hash))).toMatchObject({outcome: 'accepted', hash: before.hash});
		expect(one.state()).toMatchObject({state: 'unchanged', accepted: {by: 'ann', at: 50}});
		one.see(listing('b'), 60);
		expect(one.state().state).toBe('unchanged');
		expect(one.undoAccept()).toMatchObject({outcome: 'undone'});
		expect(one.state()).toEqual(before);
		expect(one.undoAccept()).toEqual({outcome: 'nothing'});
	});

	test('takes an acceptance back after a restart', () => {
		const one = driftedTracker();
		one.accept(request());
		const other = restarted(one);
		expect(other.undoAccept()).toMatchObject({outcome: 'undone'});
		expect(other.state().state).toBe('drifted');
	});

	test('has nothing to accept where nothing drifted, or was seen', () => {
		const one = tracker();
		expect([one.accept(request()), one.undoAccept()]).toEqual([{outcome: 'nothing'}, {outcome: 'nothing'}]);
		one.see(listing('a'), 1);
		expect(one.accept(request())).toEqual({outcome: 'nothing'});
	});

	test('cannot accept other tools than were looked at', () => {
		const one = driftedTracker();
		const {hash: looked} = one.state();
		for (const at of [4, 5]) one.see(listing('c'), at);
		expect(one.accept(request(looked))).toEqual({outcome: 'refused', hash: one.state().hash});
		expect(one.state().state).toBe('drifted');
	});
});
