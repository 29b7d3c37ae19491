import {describe, expect, test} from 'vitest';
import {mergeEntries} from '../../source/config/merge-entries.ts';
import type {ServerEntry} from '../../source/domain/server-entry.ts';

const file = '/c/.langsight.yaml';
const entry = (name: string, more: Partial<ServerEntry> = {}): ServerEntry => ({
	name,
	transport: 'stdio',
	command: ['run', name],
	used_by: ['cursor'],
	...more,
});

const merge = (text: string, ...entries: readonly ServerEntry[]) =>
	mergeEntries(
		text,
		file,
		entries.map(one => ({entry: one, remarks: []})),
		{heading: [], rename: ({name}, isTaken) => (isTaken(name) ? `${name}-cursor` : name)},
	);

const added = `
  - name: new
    transport: stdio
    command: [run, new]
    used_by: [cursor]
`;

describe('what stands in a configuration stays to the letter:', () => {
	test.each<[what: string, before: string, after: string]>([
		[
			'a plain list',
			'servers:\n  - name: a\n    command: run a\n',
			`servers:\n  - name: a\n    command: run a\n${added}`,
		],
		[
			'comments, odd spaces and what comes after',
			"# top\nservers:   # mine\n  - { name: a,   command: 'run a' } # why\n  # end of the list\n\nui: {theme: dark}   # x\n",
			`# top\nservers:   # mine\n  - { name: a,   command: 'run a' } # why\n${added}  # end of the list\n\nui: {theme: dark}   # x\n`,
		],
		[
			'a comment that belongs to the last server',
			'servers:\n  - name: a\n    command: run a\n    # tags: [x]\nui: {theme: dark}\n',
			`servers:\n  - name: a\n    command: run a\n    # tags: [x]\n${added}ui: {theme: dark}\n`,
		],
		[
			'a list without indentation, packed',
			'servers:\n- name: a\n  command: run a\n- name: b\n  command: run b\n',
			'servers:\n- name: a\n  command: run a\n- name: b\n  command: run b\n- name: new\n  transport: stdio\n  command: [run, new]\n  used_by: [cursor]\n',
		],
		[
			'no line break at the end',
			'servers:\n  - name: a\n    command: run a',
			`servers:\n  - name: a\n    command: run a\n${added.trimEnd()}`,
		],
		[
			'a list in brackets',
			'servers: [{name: a, command: run a},]\n',
			'servers: [{name: a, command: run a}, {"name":"new","transport":"stdio","command":["run","new"],"used_by":["cursor"]},]\n',
		],
		[
			'CRLF',
			'servers:\r\n  - name: a\r\n    command: run a\r\n',
			`servers:\r\n  - name: a\r\n    command: run a\r\n${added.replaceAll('\n', '\r\n')}`,
		],
	])('%s', (_what, before, after) => expect(merge(before, entry('new')).text).toBe(after));

	test.each<[what: string, before: string, after: string]>([
		[
			'without the key',
			'servers:\n  - name: a\n    command: run a # x\n',
			'servers:\n  - name: a\n    command: run a # x\n    used_by: [cursor]\n',
		],
		[
			'in brackets',
			'servers:\n  - {name: a, command: run a, used_by: [b]}\n',
			'servers:\n  - {name: a, command: run a, used_by: [b, cursor]}\n',
		],
		[
			'empty',
			'servers:\n  - name: a\n    used_by: []\n    command: run a\n',
			'servers:\n  - name: a\n    used_by: [cursor]\n    command: run a\n',
		],
		[
			'as lines',
			'servers:\n  - name: a\n    used_by:\n      - b # me\n    command: run a\n',
			'servers:\n  - name: a\n    used_by:\n      - b # me\n      - cursor\n    command: run a\n',
		],
		[
			'from the defaults',
			'defaults:\n  used_by: [b c]\nservers:\n  - name: a\n    command: run a\n',
			'defaults:\n  used_by: [b c]\nservers:\n  - name: a\n    command: run a\n    used_by: ["b c", cursor]\n',
		],
	])('used_by gains a name: %s', (_what, before, after) => {
		const {text, kept} = merge(before, entry('a'));
		expect(text).toBe(after);
		expect(kept).toEqual([{name: 'a', wanted: 'a', newAgents: ['cursor']}]);
		expect(merge(text, entry('a')).text).toBe(text);
	});
});

describe('a server that is there already is known', () => {
	const there = (yaml: string) => `servers:\n  - {name: mine, used_by: [cursor], ${yaml}}\n`;

	/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is how a config names a variable */
	test.each<[what: string, yaml: string, wanted: Partial<ServerEntry>]>([
		['under another name', 'command: run x', {command: ['run', 'x']}],
		['written as a list and arguments', 'command: [run], args: [x]', {command: ['run', 'x']}],
		['with its secret copied', 'command: run, env: {TOKEN: abc}', {command: ['run'], env: {TOKEN: '${TOKEN}'}}],
		['with its secret left out', 'command: run, env: {TOKEN: "${MY}"}', {command: ['run'], env: {TOKEN: 'abc'}}],
		['in a folder of its own', 'command: run, cwd: sub', {command: ['run'], cwd: '/c/sub'}],
		['in the folder of the file', 'command: run', {command: ['run'], cwd: '/c'}],
		[
			'by an address written otherwise',
			'url: "https://X.example.com:443/mcp/"',
			{command: undefined as never, transport: 'sse', url: 'https://x.example.com/mcp'},
		],
		[
			'with a key in its address',
			'url: "https://x.example.com/mcp?key=abc"',
			{command: undefined as never, transport: 'sse', url: 'https://x.example.com/mcp?key=${KEY}'},
		],
	])('%s', (_what, yaml, wanted) => {
		const result = merge(there(yaml), entry('found', wanted));
		expect(result.added).toEqual([]);
		expect(result.text).toBe(there(yaml));
	});

	test.each<[what: string, yaml: string, wanted: Partial<ServerEntry>]>([
		['with another argument', 'command: run x', {command: ['run', 'y']}],
		['with another secret', 'command: run, env: {TOKEN: "${A}", B: c}', {command: ['run'], env: {TOKEN: '${A}'}}],
		['elsewhere', 'command: run', {command: ['run'], cwd: '/d'}],
	])('%s it is another one', (_what, yaml, wanted) => {
		expect(merge(there(yaml), entry('found', wanted)).added.map(({entry: {name}}) => name)).toEqual(['found']);
	});
	/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is how a config names a variable */

	test('by its name, whatever a person has given it since; and one name is not taken twice', () => {
		const before = 'servers:\n  - {name: a, used_by: [cursor], command: run a, env: {EXTRA: x}}\n';
		expect(merge(before, entry('a')).added).toEqual([]);
		const other = merge(before, entry('a', {command: ['other']}));
		expect(other.added).toMatchObject([
			{entry: {name: 'a-cursor'}, remarks: ['kept apart from a, which is something else in this file']},
		]);
	});
});

test('what a configuration would not take is refused with the reason, and takes nothing else with it', () => {
	const {added: taken, refused} = merge(
		'servers:\n  - {name: a, command: run a}\n',
		entry('bad', {command: undefined as never, transport: 'sse', url: 'gopher://x'}),
		entry('good'),
	);
	expect(taken.map(({entry: {name}}) => name)).toEqual(['good']);
	expect(refused).toEqual([{name: 'bad', why: 'url must be an http:// or https:// address'}]);
});

test.each([
	['mistakes', 'servers:\n  - {name: a, comand: x}\n', /mistake/],
	['a list that is only pointed at', 'defaults:\n  tags: &t [x]\nservers: *t\n', /mistake|reference/],
])('a file with %s is left alone', (_what, text, words) => {
	expect(() => merge(text, entry('new'))).toThrow(words);
});
