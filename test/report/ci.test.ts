import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {FailCondition} from '../../source/domain/fail-on.ts';
import {renderAnnotations, renderJobSummary} from '../../source/report/github.ts';
import {renderJunit} from '../../source/report/junit.ts';
import {toMarkdown} from '../../source/report/markdown.ts';
import {
	downState,
	failure,
	fleetOf,
	healthOf,
	httpServer,
	noon,
	slowState,
	unknownState,
	upState,
} from '../helpers/fleet.ts';

const usual: readonly FailCondition[] = ['down', 'stale', 'degraded'];
const down = downState('redis-mcp');
const drifted = upState('github', {
	schema: {
		state: 'drifted',
		hash: 'x',
		class: 'breaking',
		changes: [{class: 'breaking', tool: 'delete_branch', kind: 'tool_removed', path: [], text: 'removed'}],
		changedAt: noon,
	},
});
const off = upState('off', {server: httpServer('off', {enabled: false})});

const saying = (message: string, name = 'a') =>
	downState(name, {health: healthOf('down', {reasons: ['timeout'], failure: failure({message})})});

const junit = (states: Parameters<typeof renderJunit>[1], conditions = usual) =>
	renderJunit(fleetOf(states), states, conditions, noon);

/** The values of an attribute, decoded. */
const attribute = (xml: string, name: string) =>
	[...xml.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value = '']) => decode(value));

const decode = (text: string) =>
	text
		.replaceAll(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&apos;', "'")
		.replaceAll('&amp;', '&');

describe('a JUnit report', () => {
	test('has a case for each server, and a failure for each condition that it meets', () => {
		const states = [down, slowState('slow'), drifted, upState('fine'), off, unknownState('new')];
		const xml = junit(states, ['down', 'degraded', 'drift', 'breaking']);
		expect(xml).toMatch(
			/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="LangSight" tests="6" failures="3"/,
		);
		expect(attribute(xml, 'type')).toEqual(['down', 'degraded', 'drift', 'breaking']);
		expect(xml.match(/<testcase /g)).toHaveLength(6);
		expect(xml).toContain('skipped="2"');
		expect(xml).toContain('message="drift: delete_branch removed"');
		expect(xml).toContain('<testcase classname="langsight.prod" name="fine" time="0.042"/>');
	});

	test('counts no failure where nothing is to fail', () =>
		expect(junit([down], ['never'])).toContain('tests="1" failures="0" errors="0" skipped="0"'));

	test('stays XML whatever a server says', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 40}), message => {
				const xml = junit([saying(`${message}\ud800\ufffe\x00\x1b]]>`, 'a"<&')]);
				expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
				expect(xml).not.toMatch(/\p{Cs}/u);
				const marks = xml.replaceAll(/"[^"<>]*"/g, '""').match(/<[^<>]*>/g);
				expect(marks).toHaveLength(9);
				expect(xml.replaceAll(/&(?:amp|lt|gt|quot|apos|#\d+);/g, '')).not.toContain('&');
				expect(attribute(xml, 'name')).toContain('a"<&');
			}),
			{numRuns: 200},
		);
	});
});

describe('in a GitHub workflow', () => {
	test('what fails the check is an error, what is wrong otherwise a warning', () => {
		const text = renderAnnotations([down, slowState('slow'), upState('fine'), off], ['down'], noon);
		const [error, warning, ...rest] = text.split('\n');
		expect(error).toBe(`::error title=redis-mcp down::${down.health.failure?.message}`);
		expect(warning).toMatch(/^::warning title=slow degraded::/);
		expect(rest).toEqual(['']);
	});

	test('a message of two conditions is said once', () =>
		expect(renderAnnotations([drifted], ['drift', 'breaking'], noon)).toBe(
			'::error title=github drift%2C breaking::delete_branch removed\n',
		));

	test('nothing that a server says is a command of its own', () => {
		const nasty = saying('100%\r\n::set-env name=PATH::/evil', 'a:b,c');
		expect(renderAnnotations([nasty], usual, noon)).toBe(
			'::error title=a%3Ab%2Cc down::100%25%0D%0A::set-env name=PATH::/evil\n',
		);
	});

	test('the summary is a table in which foreign text marks nothing', () => {
		const nasty = saying('<img src=x> | [click](https://evil.example) @everyone `x`\n# title', 'a|b');
		const text = renderJobSummary(fleetOf([]), [upState('fine'), nasty, off], usual, noon);
		expect(text.split('\n').slice(0, 5)).toEqual([
			'### MCP servers of prod: 1 up, 1 down',
			'',
			'| server | status | latency | tools | notes |',
			'| --- | --- | --- | --- | --- |',
			'| fine | UP | 42ms | 3 | schema unchanged |',
		]);
		expect(text).toContain(
			String.raw`| a\|b | **DOWN** | – | – | \<img src=x\> \| \[click\](https\://evil.example) &#64;everyone \`x\` \# title |`,
		);
		expect(text).toContain('| off | DISABLED |');
	});
});

test('Markdown of foreign text has no mark that counts', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 60}), text => {
			const written = toMarkdown(text);
			expect(written).not.toMatch(/[\r\n]/);
			expect(written.replaceAll(/\\[\\`*_{}[\]<>|~#:.]/g, '')).not.toMatch(/[\\`*_{}[\]<>|~#@]/);
		}),
	);
});
