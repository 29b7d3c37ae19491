import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import type {Json} from '../../source/domain/json.ts';
import type {Tool} from '../../source/domain/probe-result.ts';
import {diffSnapshots, type SchemaChange} from '../../source/domain/schema-diff.ts';
import {recordSnapshot} from '../../source/domain/schema-record.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {renderChanges} from '../../source/report/changes.ts';
import {comparisonNotes, renderComparison} from '../../source/report/comparison.ts';
import {keptMoments, renderDiff, type ServerDiff} from '../../source/report/diff.ts';
import {renderDiffJson} from '../../source/report/diff-json.ts';
import {diffLines} from '../../source/report/diff-lines.ts';
import {escapeHidden} from '../../source/report/escape-hidden.ts';
import {listingOf, noon, stdioServer, tool, upState} from '../helpers/fleet.ts';

vi.hoisted(() => {
	process.env.TZ = 'Europe/Berlin';
});

const plain = {isColored: false, isAscii: false};
const dayMs = 86_400_000;
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const snapshotOf = (tools: readonly Tool[], at = 0) => takeSnapshot(listingOf(tools), at, hash);
const changesOf = (before: Tool, after: Tool) => diffSnapshots(snapshotOf([before]), snapshotOf([after]));

const create = (properties: Record<string, Json>, changes: Partial<Tool> = {}) =>
	tool('create', {inputSchema: {type: 'object', properties, required: Object.keys(properties)}, ...changes});
const text = {type: 'string'};
const draft = {description: 'Not to be reviewed yet', type: 'boolean'};

const diffOf = (changes: readonly SchemaChange[], more: Partial<ServerDiff> = {}): ServerDiff => ({
	server: 'github-mcp',
	from: {hash: 'aaaaaaaaaaaaaaaa', takenAt: noon - dayMs},
	to: {hash: 'bbbbbbbbbbbbbbbb', takenAt: noon},
	changes,
	revertedAt: null,
	...more,
});

describe('the difference for people', () => {
	test('says from when to when, and for each change its class, its place and what stood there', () => {
		const changes = [
			...changesOf(create({title: text}), create({title: text, draft})),
			...changesOf(
				create({}, {description: 'Opens one.\nAsks first.'}),
				create({}, {description: 'Opens one.\nAsks you first.'}),
			),
		];
		expect(renderDiff(diffOf(changes), plain)).toBe(`github-mcp: 2 changes: 1 breaking, 1 suspicious
  from 2026-04-01 14:22 (aaaaaaaaaaaa) to 2026-04-02 14:22 (bbbbbbbbbbbb)

  BREAKING    create: added required field draft (boolean)
    inputSchema.properties.draft
    + {
    +   "description": "Not to be reviewed yet",
    +   "type": "boolean"
    + }
  SUSPICIOUS  create: description changed
    description
      Opens one.
    - Asks first.
    + Asks you first.
`);
	});

	test('is coloured where that is wanted, and the text is the same', () => {
		const changes = changesOf(create({title: text}), create({title: {type: 'number'}}));
		const colored = renderChanges(changes, {...plain, isColored: true});
		expect(colored).toMatch(/\u001b\[31mBREAKING {2}\u001b\[39m/);
		expect(colored).toMatch(/\u001b\[31m {4}- .*string.*\u001b\[39m/);
		expect(colored).toMatch(/\u001b\[32m {4}\+ .*number.*\u001b\[39m/);
		expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderChanges(changes, plain));
	});

	test('is one line where nothing differs, and says when nobody has accepted what was there in between', () => {
		expect(renderDiff(diffOf([]), plain)).toBe(
			'github-mcp: no difference, its tools are those of 2026-04-01 14:22 (aaaaaaaaaaaa)\n',
		);
		const changes = changesOf(create({title: text}), create({}));
		expect(renderDiff(diffOf(changes, {revertedAt: noon}), plain)).toContain(
			'as before again since 2026-04-02 14:22, but nobody has accepted',
		);
	});

	test('shows of a long text what is near the change', () => {
		const around = 'Lists what is there. '.repeat(40);
		const changes = changesOf(
			create({}, {description: `${around}Ask first. ${around}`}),
			create({}, {description: `${around}Never ask. ${around}`}),
		);
		const lines = renderChanges(changes, plain).split('\n');
		expect(lines.find(line => line.startsWith('    - '))).toMatch(/^ {4}- ….*Ask first\..*…$/);
		expect(lines.find(line => line.startsWith('    + '))).toMatch(/^ {4}\+ ….*Never ask\..*…$/);
		expect(lines.every(line => line.length < 200)).toBe(true);
	});

	test('writes out what hides in a text, so that a change of nothing else is seen', () => {
		const changes = changesOf(
			create({}, {description: 'Opens one.'}),
			create({}, {description: 'Op\u200bens one.\u{e0041}\u001b]0;owned\u0007\u202e'}),
		);
		const told = renderChanges(changes, plain);
		expect(told).toContain('- Opens one.');
		expect(told).toContain('+ Op\\u200bens one.\\udb40\\udc41\\u001b]0;owned\\u0007\\u202e');
	});

	test('says so where the change lies in what is not kept', () => {
		const before = 'x'.repeat(9000);
		expect(
			renderChanges(changesOf(create({}, {description: before}), create({}, {description: `${before}!`})), plain),
		).toContain('behind the part that is kept');
	});

	test('stays within bounds, whatever a server has', () => {
		const many = Array.from({length: 300}, (_, index) => tool(`tool_${index}`));
		const changes = diffSnapshots(snapshotOf(many), snapshotOf([]));
		const lines = renderDiff(diffOf(changes), plain).split('\n');
		expect(lines.at(-2)).toBe('  and 200 more changes');
		const huge = {enum: Array.from({length: 500}, (_, index) => `${index}`)};
		expect(renderChanges(changesOf(create({a: text}), create({a: huge, b: huge})), plain)).not.toContain('\u001b');
	});

	test('never holds a character that a terminal obeys or a person cannot see, and always ends', () => {
		const anyText = fc.oneof(
			fc.string({unit: 'binary'}),
			fc.constantFrom('\u001b[2J', '\u009b1m', '\r\n', '\u2028', '\ud800'),
		);
		const anyJson = fc.json({maxDepth: 3, stringUnit: 'binary'}).map((one): Json => JSON.parse(one));
		const anyChange = fc.record({
			class: fc.constantFrom('breaking', 'suspicious', 'warning', 'compatible'),
			tool: fc.option(anyText),
			kind: fc.constant('tool_modified'),
			path: fc.array(anyText, {maxLength: 20}),
			text: fc.constant('changed'),
			before: anyJson,
			after: anyJson,
		});
		fc.assert(
			fc.property(fc.array(anyChange as fc.Arbitrary<SchemaChange>, {maxLength: 5}), changes => {
				const told = renderDiff(diffOf(changes), plain);
				expect(told).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
				expect(JSON.parse(renderDiffJson(diffOf(changes))).changes).toEqual(JSON.parse(JSON.stringify(changes)));
			}),
		);
	});
});

describe('lines side by side', () => {
	test('those that are far from any change are left out', () => {
		const lines = Array.from({length: 20}, (_, index) => `line ${index}`);
		const told = diffLines(lines, lines.toSpliced(10, 1, 'another'));
		expect(told.map(({sign, text: line}) => `${sign}${line}`)).toEqual([
			'…',
			' line 8',
			' line 9',
			'-line 10',
			'+another',
			' line 11',
			' line 12',
			'…',
		]);
	});

	test('every line that went or came is told once, in its order', () => {
		const anyLines = fc.array(fc.constantFrom('a', 'b', 'c', '', '{', '}'), {maxLength: 30});
		fc.assert(
			fc.property(anyLines, anyLines, (before, after) => {
				const told = diffLines(before, after);
				const of = (sign: string) => told.filter(line => line.sign === sign).map(line => line.text);
				expect(of('+').length - of('-').length).toBe(after.length - before.length);
				expect(isWithin(of('-'), before)).toBe(true);
				expect(isWithin(of('+'), after)).toBe(true);
				if (before.join('\n') === after.join('\n')) expect(told).toEqual([]);
			}),
		);
	});

	test('thousands of lines take bounded work', () => {
		const before = Array.from({length: 20_000}, (_, index) => `${index}`);
		const told = diffLines(before, before.toReversed());
		expect(told.filter(({sign}) => sign === '-')).toHaveLength(20_000);
	});
});

/** The one list can be made from the other by leaving out. */
function isWithin(part: readonly string[], whole: readonly string[]): boolean {
	let found = 0;
	for (const line of whole) if (line === part[found]) found++;
	return found === part.length;
}

describe('the difference for programs', () => {
	test('has times in ISO 8601 and null where nothing was ever seen', () => {
		const changes = changesOf(create({title: text}), create({}));
		expect(JSON.parse(renderDiffJson(diffOf(changes, {revertedAt: noon})))).toEqual({
			version: 1,
			server: 'github-mcp',
			from: {hash: 'aaaaaaaaaaaaaaaa', taken_at: '2026-04-01T12:22:00.000Z'},
			to: {hash: 'bbbbbbbbbbbbbbbb', taken_at: '2026-04-02T12:22:00.000Z'},
			class: changes[0]?.class,
			reverted_at: '2026-04-02T12:22:00.000Z',
			changes,
		});
		expect(JSON.parse(renderDiffJson({server: 'new-mcp'}))).toMatchObject({
			from: null,
			to: null,
			class: null,
			changes: [],
		});
	});
});

test('the tools that are still kept are told by when they were first seen, each once', () => {
	const first = recordSnapshot(null, snapshotOf([tool('a')], noon - 2 * dayMs));
	const second = recordSnapshot(first, snapshotOf([tool('b')], noon - dayMs));
	const third = recordSnapshot(second, snapshotOf([tool('c')], noon));
	expect(keptMoments(third).map(one => one.slice(0, 16))).toEqual([
		'2026-03-31 14:22',
		'2026-04-01 14:22',
		'2026-04-02 14:22',
	]);
});

describe('beside a lock file', () => {
	const drifted = (name: string) => {
		const changes = changesOf(create({title: text}), create({}));
		return upState(name, {schema: {state: 'drifted', hash: 'b', class: 'compatible', changes, changedAt: null}});
	};
	const unlisted = upState('gone', {schema: {state: 'unknown', hash: null, class: null, changes: [], changedAt: null}});
	const fresh = upState('fresh', {schema: {state: 'new', hash: 'c', class: null, changes: [], changedAt: null}});
	const off = upState('off', {server: stdioServer('off', {enabled: false})});
	const states = [upState('a'), drifted('b'), fresh, unlisted, off];

	test('the servers are counted and each difference is shown', () => {
		const told = renderComparison(states, 'langsight.lock.json', plain);
		expect(told).toMatch(
			/^\nCompared with langsight\.lock\.json: 1 drifted, 1 unchanged, 1 not in it, 1 not compared\n\nb: \d changes?/,
		);
		expect(told).toContain('inputSchema');
		expect(renderComparison([upState('a')], 'lock', plain)).toBe('\nCompared with lock: 1 unchanged\n');
	});

	test('what could not be compared is named', () => {
		const lock = new Map(['a', 'b', 'gone', 'left'].map(name => [name, snapshotOf([])]));
		expect(comparisonNotes(states, lock, ['a', 'b', 'fresh', 'gone', 'off'], 'lock')).toEqual([
			'in lock, but not configured: left',
			'not in lock: fresh',
			'not compared with lock, because not listed: gone',
		]);
		expect(comparisonNotes([upState('a')], new Map([['a', snapshotOf([])]]), ['a'], 'lock')).toEqual([]);
	});
});

test('text without what hides stays as it is', () => {
	const usual = 'Grüße, 漢字 — “quotes” ✖ é\nnext line';
	expect(escapeHidden(usual)).toBe(usual);
});
