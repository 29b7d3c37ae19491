import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {filterOf, noFilter, usualOrder} from '../../../source/view/state/screen-state.ts';
import {
	cursorIndex,
	groupChoices,
	groupId,
	headingOf,
	rowsOf,
	serverId,
	serversOf,
	type Wanted,
} from '../../../source/view/table/rows.ts';
import {fleetOf, slowState, stdioServer, upState} from '../../helpers/fleet.ts';
import {sampleFleet} from '../sample-fleet.ts';

const usual: Wanted = {filter: noFilter, order: usualOrder, groupBy: null, isProblemsOnly: false, folded: new Set()};
const wordsOf = (wanted: Partial<Wanted>, fleet = sampleFleet()) =>
	rowsOf(fleet, {...usual, ...wanted}).map(row => (row.kind === 'server' ? row.name : `[${row.key}]`));
const payments = groupId('tag:team', 'payments');

describe('the rows', () => {
	test('have the gravest first, and what is disabled last', () => {
		const words = wordsOf({});
		expect(words.slice(0, 2)).toEqual(['redis-mcp', 'events-sse']);
		expect(words.at(-1)).toBe('legacy-mcp');
	});
	test('stand under the headings of their groups', () => {
		expect(wordsOf({groupBy: 'tag:team'}).slice(0, 4)).toEqual([
			'[payments]',
			'redis-mcp',
			'postgres-mcp',
			'[no team]',
		]);
	});
	test('of a folded group are counted and not shown', () => {
		const wanted = {groupBy: 'tag:team', folded: new Set([payments])} as const;
		expect(wordsOf(wanted).slice(0, 2)).toEqual(['[payments]', '[no team]']);
		expect(serversOf(rowsOf(sampleFleet(), {...usual, ...wanted}))).toHaveLength(9);
	});
	test('are all there while a filter has a mistake in it', () => {
		expect(wordsOf({filter: filterOf('latency>x')})).toHaveLength(9);
	});
});

describe('the cursor', () => {
	const folded = rowsOf(sampleFleet(), {...usual, groupBy: 'tag:team', folded: new Set([payments])});
	test('is on the heading under which its server is folded', () => {
		expect(cursorIndex(serverId('postgres-mcp'), folded)).toBe(0);
	});
	test('is at first on the first server rather than on a heading', () => {
		expect(folded[cursorIndex(null, folded)]).toMatchObject({kind: 'server'});
	});
	test('has a heading above it', () => {
		expect(headingOf(folded, 3)?.key).toBe('no team');
		expect(headingOf(rowsOf(sampleFleet(), usual), 3)).toBeNull();
	});
	test('is on its own row wherever that has gone', () => {
		const fleets = fc.array(fc.boolean(), {minLength: 3, maxLength: 12});
		fc.assert(
			fc.property(fleets, fleets, (before, after) => {
				const toRows = (slow: readonly boolean[]) =>
					rowsOf(fleetOf(slow.map((isSlow, index) => (isSlow ? slowState : upState)(`s${index}`))), usual);
				const [first] = toRows(before);
				const rows = toRows(after);
				expect(rows[cursorIndex(first?.id ?? null, rows)]?.id).toBe(
					rows.some(({id}) => id === first?.id) ? first?.id : rows[0]?.id,
				);
			}),
		);
	});
});

test('a fleet can be grouped by the keys of its tags, by project where it has some, by status and transport', () => {
	expect(groupChoices(sampleFleet())).toEqual(['tag:team', 'status', 'transport']);
	expect(groupChoices(fleetOf([upState('a', {server: stdioServer('a', {project: 'x', tags: [':odd']})})]))).toEqual([
		'project',
		'status',
		'transport',
	]);
});
