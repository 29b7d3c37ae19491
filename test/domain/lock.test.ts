import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {schemaAgainst} from '../../source/domain/lock.ts';
import type {Tool} from '../../source/domain/probe-result.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {listingOf, noon, tool} from '../helpers/fleet.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const seen = (tools: readonly Tool[], at = noon) => takeSnapshot(listingOf(tools), at, hash);

test('what is not in the lock file is new, what is as in it unchanged, whenever and in whatever order it was listed', () => {
	const tools = [tool('read'), tool('write')];
	expect(schemaAgainst(undefined, seen(tools))).toMatchObject({state: 'new', class: null, changes: []});
	expect(schemaAgainst(seen(tools, 0), seen(tools.toReversed()))).toMatchObject({
		state: 'unchanged',
		class: null,
		changedAt: null,
	});
});

test('what is other has drifted, with every change and the gravest class', () => {
	const state = schemaAgainst(seen([tool('read'), tool('write')], 0), seen([tool('read'), tool('search')]));
	expect(state).toMatchObject({state: 'drifted', class: 'breaking', hash: seen([tool('read'), tool('search')]).hash});
	expect(state.changes.map(({kind, tool: name}) => [kind, name])).toEqual([
		['tool_removed', 'write'],
		['tool_added', 'search'],
	]);
});
