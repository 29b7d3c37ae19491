import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Json} from '../../../../source/domain/json.ts';
import type {Tool} from '../../../../source/domain/probe-result.ts';
import {drawTool} from '../../../../source/view/panes/tabs/tool.ts';
import {drawTools, findTools, toolListHeadings} from '../../../../source/view/panes/tabs/tools.ts';
import {failure, listingOf, tool} from '../../../helpers/fleet.ts';
import {anyContext, anyText, contextOf, expectFit, textOf} from '../../charts/drawing.ts';
import {hostileTexts} from '../../hostile-texts.ts';

const createIssue = tool('create_issue', {
	title: 'Create issue',
	description: 'Creates an issue.\n\nRules:\n  - title is short\n  - the body may be as long as anybody could want',
	annotations: {destructiveHint: false, openWorldHint: true},
	inputSchema: {
		type: 'object',
		properties: {
			title: {type: 'string', description: 'What everybody sees first', maxLength: 200},
			state: {enum: ['open', 'closed'], default: 'open'},
		},
		required: ['title'],
	},
	outputSchema: {type: 'object', properties: {id: {type: 'integer'}}, required: ['id']},
	_meta: {team: 'platform'},
});
const listing = {
	...listingOf([createIssue, tool('read_file'), tool('search', {description: 'Finds issues\nby words.'})]),
	malformed: ['tool 4 has no name'],
};

describe('the tools of a server', () => {
	test('stand a line each, the selected one marked', () => {
		expect(`\n${textOf(drawTools({listing, search: '', selected: 1}, contextOf(60)))}`).toBe(`
 3 tools · 1 that cannot be read
 create_issue          Creates an issue. Rules: - title is…
▌read_file             Does read_file.
 search                Finds issues by words.
  tool 4 has no name`);
	});
	test('are found by words in their name or description', () => {
		const lines = drawTools({listing, search: 'ISSUE find', selected: 0}, contextOf(60));
		expect(textOf(lines).split('\n')[0]).toBe(' 1 of 3 tools with ISSUE find · 1 that cannot be read');
		expect(textOf([lines[toolListHeadings] ?? []])).toContain('▌search');
		expect(findTools(listing.tools, '  ')).toBe(listing.tools);
		expect(findTools(listing.tools, 'nowhere')).toEqual([]);
	});
	test('may not be known yet', () => {
		expect(textOf(drawTools({listing: null, search: '', selected: 0}, contextOf(60)))).toBe(
			' its tools have not been listed yet',
		);
	});
	test('keep inside their columns', () => {
		fc.assert(
			fc.property(fc.array(anyText, {maxLength: 5}), anyText, anyContext, (names, search, context) => {
				const all = {...listingOf(names.map(name => tool(name, {description: name}))), malformed: names};
				expectFit(drawTools({listing: all, search, selected: 2}, context), context);
			}),
			{numRuns: 50},
		);
	});
});

describe('a tool', () => {
	test('is told in full: what for, how safe, what goes in and what comes out', () => {
		const record = {total: 9, failed: 2, failures: 1, lastFailure: failure(), latencyMs: 12};
		expect(`\n${textOf(drawTool({tool: createIssue, record}, contextOf(70)))}`).toBe(`
 create_issue  Create issue

 Creates an issue.

 Rules:
   - title is short
   - the body may be as long as anybody could want

 it says     changes things (not said)
             destroys nothing
             calling it again may change more (not said)
             reaches the outside world
 calls       create_issue: 7 of 9 fine · 12ms · connection refused

 input
 title  required string, at most 200 characters
     What everybody sees first
 state  "open" | "closed", default "open"

 output
 id  required integer

 other fields
 _meta       {"team": "platform"}`);
	});
	test('of which only the name is known says so', () => {
		const text = textOf(drawTool({tool: {name: 'bare'}, record: null}, contextOf(60)));
		expect(text).toContain(' no description');
		expect(text).toMatch(/ input\n none$/);
	});
	test('that only reads need not say what it destroys', () => {
		const readOnly = tool('a', {annotations: {readOnlyHint: true}});
		const text = textOf(drawTool({tool: readOnly, record: null}, contextOf(60)));
		expect(text).toContain('read only');
		expect(text).not.toMatch(/destroy|again/);
	});
	test('cannot flood or command the terminal', () => {
		const properties = Object.fromEntries(
			Array.from({length: 5000}, (_none, index) => [`p${index}`, {type: 'string'}]),
		);
		const flood = tool('a\x1b[2J', {description: 'x\n'.repeat(50_000), inputSchema: {properties}});
		const lines = drawTool({tool: flood, record: null}, contextOf(80));
		expect(lines.length).toBeLessThan(600);
		expectFit(lines, contextOf(80));
	});
	test('keeps inside its columns, whatever a server lists', () => {
		const value = fc.jsonValue() as fc.Arbitrary<Json>;
		const text = fc.oneof(anyText, value);
		const anyTool = fc.record({
			name: fc.constantFrom('a', ...hostileTexts),
			title: text,
			description: text,
			annotations: value,
			inputSchema: value,
			outputSchema: value,
			other: value,
		}) as fc.Arbitrary<Tool>;
		fc.assert(
			fc.property(anyTool, anyContext, (one, context) => {
				expectFit(drawTool({tool: one, record: null}, context), context);
			}),
			{numRuns: 60},
		);
	});
});
