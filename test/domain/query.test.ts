import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ServerState} from '../../source/domain/fleet.ts';
import {matches, matchesServer} from '../../source/domain/match.ts';
import {isFixed, isWhole, parseQuery, type Query, queryFields} from '../../source/domain/query.ts';
import {downState, httpServer, slowState, stdioServer, unknownState, upState} from '../helpers/fleet.ts';
import {scorecardWith} from '../helpers/scorecard.ts';

const fleet: readonly ServerState[] = [
	upState('postgres-mcp', {
		server: stdioServer('postgres-mcp', {tags: ['database', 'critical', 'team:core'], project: 'core'}),
		scorecard: scorecardWith('A'),
	}),
	upState('slack-mcp', {
		server: httpServer('slack-mcp', {tags: ['critical', 'team:support desk'], usedBy: ['support-agent']}),
		scorecard: scorecardWith('B'),
	}),
	downState('redis-mcp', {server: stdioServer('redis-mcp', {tags: ['database']}), scorecard: scorecardWith('F')}),
	slowState('elastic-mcp', {
		server: httpServer('elastic-mcp', {transport: 'sse', project: 'Search'}),
		scorecard: scorecardWith('C'),
	}),
	unknownState('new-mcp', {scorecard: scorecardWith(null)}),
];

function parse(text: string): Query {
	const parsed = parseQuery(text);
	if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
	return parsed.query;
}

const found = (text: string) =>
	fleet
		.filter(state => matches(parse(text), state))
		.map(({server}) => server.name.replace('-mcp', ''))
		.join(' ');
const all = 'postgres slack redis elastic new';

describe('a query finds', () => {
	test.each<[query: string, names: string]>([
		['', all],
		['status!=up', 'redis elastic new'],
		['status:down', 'redis'],
		['STATUS=Down', 'redis'],
		['tag:critical', 'postgres slack'],
		['tag=database tag=critical', 'postgres'],
		['tag:team', 'postgres slack'],
		['tag:team:core', 'postgres'],
		['tag:"team:support desk"', 'slack'],
		["tag:'team:support desk'", 'slack'],
		['tag!=critical', 'redis elastic new'],
		['transport=stdio', 'postgres redis new'],
		['transport:sse', 'elastic'],
		['project:core', 'postgres'],
		['project=search', 'elastic'],
		['project!=core', 'slack redis elastic new'],
		['agent:support-agent', 'slack'],
		['category=process_exited', 'redis'],
		['name~s', 'postgres slack redis elastic'],
		['name=redis-mcp', 'redis'],
		['latency>500', 'elastic'],
		['latency:gt:500', 'elastic'],
		['latency>=42ms', 'postgres slack elastic'],
		['latency:lte:42', 'postgres slack'],
		['latency=42', 'postgres slack'],
		['latency:ne:42', 'elastic'],
		['p95>=61', 'postgres slack elastic'],
		['uptime<99.9%', 'redis'],
		['uptime:lt:99.95', 'redis elastic'],
		['tools=3', 'postgres slack elastic'],
		['grade<=C', 'redis elastic'],
		['grade<C', 'redis'],
		['grade>C', 'postgres slack'],
		['grade:gte:b', 'postgres slack'],
		['grade=a', 'postgres'],
		['grade:C | grade:F', 'redis elastic'],
		['grade!=A', 'slack redis elastic'],
		['!grade>=C', 'redis new'],
		['database', 'postgres redis'],
		['"support desk"', 'slack'],
		['slack | redis', 'slack redis'],
		['critical slack | redis', 'slack redis'],
		['critical (slack | redis)', 'slack'],
		['slack|redis|new', 'slack redis new'],
		['!database', 'slack elastic new'],
		['!tag:database !new', 'slack elastic'],
		['!(slack | redis) tag:critical', 'postgres'],
		['!!slack', 'slack'],
		['status:down | status:degraded name~e', 'redis elastic'],
		['nothing-like-it', ''],
	])('%s → %s', (query, names) => expect(found(query)).toBe(names));

	test('what is not known is neither over nor under anything', () => {
		for (const operator of ['>', '<', '>=', '<=', '=', '!=']) expect(found(`latency${operator}0 redis`)).toBe('');
	});

	test('a server that has no grade is neither better nor worse than one', () => {
		for (const operator of ['>', '<', '>=', '<=', '=', '!=']) expect(found(`grade${operator}C new`)).toBe('');
	});

	test('what the configuration knows can be asked before any check', () => {
		const named = (text: string) =>
			fleet.filter(({server}) => matchesServer(parse(text), server)).map(({server}) => server.name);
		expect(named('tag:critical transport:stdio | agent:support-agent')).toEqual(['postgres-mcp', 'slack-mcp']);
	});
});

describe('text that is half typed filters nothing', () => {
	test.each([
		...['status!=', 'status:d', 'status!=u', 'transport:s', 'drift:b', 'category=time', 'tag:', 'tag:"', 'name~'],
		...['latency>', 'latency:', 'latency:g', 'latency:gt', 'latency:gt:', '"', '!', '(', '(!', '|', '| |', '()', '   '],
		...['grade=', 'grade<', 'grade:', 'grade:l', 'grade:lte', 'grade:lte:'],
	])('%s', text => expect(parse(text)).toEqual({kind: 'everything'}));

	test('the rest of the query holds meanwhile', () => {
		expect(found('tag:critical status!=')).toBe('postgres slack');
		expect(found('slack | ')).toBe('slack');
		expect(found('(slack')).toBe('slack');
		expect(found('tag:"team:support')).toBe('');
	});
});

test.each([
	['', true],
	['tag:chat', true],
	['(tag:chat | !name~slack) latency:gt:500', true],
	['name="a | b ("', true],
	['status=', false],
	['status=do', false],
	['tag:chat status=do', false],
	['tag:chat |', false],
	['| tag:chat', true],
	['tag:chat !', false],
	['(tag:chat', false],
	['tag:chat ()', false],
	['latency:g', false],
	['tag:chat )', false],
	['bogus=1', false],
])('whether %s says all that it means', (text, expected) => {
	expect(isWhole(text)).toBe(expected);
});

describe('a mistake names its column', () => {
	test.each<[query: string, column: number, message: RegExp]>([
		['statos=up', 1, /unknown field statos; known: name tag/],
		['tag:critical colour=red', 14, /unknown field colour/],
		['status=fine', 8, /one of down stale degraded unknown up/],
		['transport:http', 11, /one of stdio sse streamable_http/],
		['drift=huge', 7, /one of breaking/],
		['category:bored', 10, /one of timeout/],
		['latency>fast', 9, /compared with a number, not fast/],
		['latency>ms', 9, /compared with a number/],
		['latency>1e400', 9, /compared with a number/],
		['latency>0x10', 9, /compared with a number/],
		['grade<=E', 8, /grade is one of A B C D F/],
		['grade>3', 7, /grade is one of A B C D F/],
		['name>5', 6, /text: use = != or ~/],
		['slack)', 6, /closes nothing/],
		[`${'('.repeat(40)}a`, 33, /too deeply nested/],
		[`${'!'.repeat(40)}a`, 33, /too deeply nested/],
	])('%s at %i', (text, column, message) => {
		const parsed = parseQuery(text);
		expect(parsed).toMatchObject({ok: false, column, message: expect.stringMatching(message)});
	});
});

test('the configuration alone decides a query of names, tags, transports, projects, agents and words', () => {
	const fixed = Object.entries(queryFields).filter(([, facts]) => facts.isFixed);
	expect(fixed.map(([name]) => name)).toEqual(['name', 'tag', 'transport', 'project', 'agent']);
	expect(isFixed(parse('tag:a (name~b | !project:c) word'))).toBe(true);
	expect(isFixed(parse('tag:a | status:up'))).toBe(false);
	expect(isFixed(parse('tag:a !(p95>5)'))).toBe(false);
});

describe('whatever is typed', () => {
	const signs = fc.constantFrom(...'!|()"\'~:=<> \t', 'status', 'latency', 'tag', 'gt:', '5', 'x', 'ü', '\u0000', '!=');
	const text = fc.oneof(
		fc.string({maxLength: 2000, unit: 'binary'}),
		fc.array(signs, {maxLength: 2000}).map(parts => parts.join('').slice(0, 2000)),
	);

	test('it is read or is a mistake within the text, and can be asked', () => {
		fc.assert(
			fc.property(text, typed => {
				const parsed = parseQuery(typed);
				if (parsed.ok) for (const state of fleet) matches(parsed.query, state);
				else expect(parsed.column).toSatisfy((column: number) => column >= 1 && column <= typed.length + 1);
			}),
			{numRuns: 300},
		);
	});

	test.each([
		['quotes', '"'.repeat(200_000)],
		['words', 'a '.repeat(100_000)],
		['spaces', ' '.repeat(200_000)],
		['letters', 'a'.repeat(200_000)],
		['branches', '|'.repeat(200_000)],
		['half fields', 'status!'.repeat(30_000)],
	])('its length costs no more than it is long: %s', (_what, long) => {
		expect(parseQuery(long).ok).toBe(true);
	});
});
