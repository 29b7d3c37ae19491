// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of variables in a config
import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {formatMistake} from '../../source/config/mistake.ts';
import {parseConfig} from '../../source/config/parse-config.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/config/${name}`, import.meta.url), 'utf8');

/** The lines that a person would read. */
function mistakesIn(text: string): string[] {
	const parsed = parseConfig(text, 'c.yaml');
	return 'mistakes' in parsed ? parsed.mistakes.map(formatMistake) : [];
}

test('the guide’s example loads unchanged', () => {
	const parsed = parseConfig(fixture('guide.yaml'), 'c.yaml');
	expect(parsed).toHaveProperty('config');
	if (!('config' in parsed)) return;
	expect(parsed.config.data.servers.map(({name}) => name)).toEqual(['postgres-mcp', 'slack-mcp', 'analytics-mcp']);
	expect(parsed.config.positionOf(['servers', 1, 'url'])).toEqual({line: 17, column: 10});
});

test('five mistakes are five lines, each with its place and what would be right', () => {
	expect(mistakesIn(fixture('five-mistakes.yaml'))).toEqual([
		'c.yaml:2  monitoring.intervalSeconds is not a known key (did you mean interval_seconds?)',
		'c.yaml:3  monitoring.timeout_seconds must be a number of seconds (remove the quotes)',
		'c.yaml:7  servers[0].command has a quote that is not closed',
		'c.yaml:9  servers[1].transport must be stdio, sse or streamable_http',
		'c.yaml:10  servers[1].url must be an http:// or https:// address',
	]);
});

describe('what is wrong as a whole is one clear line', () => {
	const servers = 'a list of the servers to watch, each beginning with "- name:"';
	test.each([
		['empty.yaml', 'c.yaml:1  the file is empty (it begins with "servers:" and a list)'],
		['only-comments.yaml', 'c.yaml:1  the file is empty (it begins with "servers:" and a list)'],
		['list-at-top.yaml', 'c.yaml:1  the file is a list, not groups of keys (it begins with "servers:" and a list)'],
		['sentence.yaml', 'c.yaml:1  the file is no config (it begins with "servers:" and a list)'],
		['no-servers.yaml', 'c.yaml:1  servers is empty: add a server with a name and a command or a url'],
		['servers-missing.yaml', `c.yaml:1  servers is missing: it must be ${servers}`],
		['tab.yaml.txt', 'c.yaml:2  is indented with a tab (YAML wants spaces)'],
		['tag.yaml', 'c.yaml:1  has a tag that is not known (remove the word that begins with "!")'],
		['two-documents.yaml', 'c.yaml:4  begins a second document (remove the line "---")'],
		['duplicate-keys.yaml', 'c.yaml:4  servers[0].name is written twice in the same group'],
		['list-as-key.yaml', 'c.yaml:1  has a key that is not text'],
		['alias-loop.yaml', 'c.yaml:2  servers[0] contains itself through an alias'],
		['billion-laughs.yaml', 'c.yaml:6  x5[9] is one alias inside another too many'],
		['bom-and-crlf.yaml.txt', 'c.yaml:3  servers[0].url must be an http:// or https:// address'],
	])('%s', (name, line) => expect(mistakesIn(fixture(name))).toEqual([line]));

	test('a text that is no YAML says so where it stops being YAML', () => {
		const [first] = mistakesIn(fixture('not-yaml.yaml.txt'));
		expect(first).toMatch(/^c\.yaml:\d+ {2}is not YAML/);
	});
});

describe('each mistake is named beside the others', () => {
	test('a name used twice is told where it is used again', () => {
		expect(mistakesIn(fixture('duplicate-names.yaml'))).toEqual([
			'c.yaml:6  servers[2].name is already the name of servers[0] on line 2',
		]);
	});

	test('keys that are no names are told, and values of other types want quotes', () => {
		expect(mistakesIn(fixture('odd-keys.yaml'))).toEqual([
			'c.yaml:5  servers[0].env.__proto__ is not a known key',
			'c.yaml:6  servers[0].env.8080 is a key that is not text (put the key in quotes)',
			'c.yaml:7  servers[0].env.PORT must be text (put it in quotes)',
		]);
	});

	test('yes and off are texts, even where the file says YAML 1.1', () => {
		expect(mistakesIn(fixture('yaml-1.1.yaml'))).toEqual([
			'c.yaml:4  servers[0].name must be text (put it in quotes)',
			'c.yaml:6  servers[0].enabled must be true or false (write true)',
			'c.yaml:9  servers[1].enabled must be true or false (write false)',
		]);
	});

	test('merge keys are refused with what to use instead', () => {
		expect(mistakesIn(fixture('merge-key.yaml'))).toEqual([
			'c.yaml:1  common is not a known key',
			'c.yaml:4  servers[0]["<<"] is not supported here (use defaults instead)',
		]);
	});

	test('servers that cannot work', () => {
		expect(mistakesIn(fixture('wrong-servers.yaml'))).toEqual([
			'c.yaml:4  defaults.thresholds.latency_critical_ms must not be less than latency_warning_ms',
			'c.yaml:6  servers[0].name is missing: it must be text',
			'c.yaml:7  servers[1] needs a command or a url',
			'c.yaml:10  servers[2].url cannot stand beside command: a server has one of them',
			'c.yaml:12  servers[3].transport cannot be stdio: the server has a url',
			'c.yaml:14  servers[3].env is only for servers with a command',
			'c.yaml:16  servers[4].transport cannot be sse: the server has a command',
			'c.yaml:18  servers[4].headers is only for servers with a url',
			'c.yaml:20  servers[5].url must not hold a user name or password: they belong under auth or headers',
			'c.yaml:24  servers[6].auth cannot stand beside an Authorization header',
			'c.yaml:24  servers[6].auth.token is missing: it must be text',
			'c.yaml:26  servers[6].auth.tokn is not a known key (did you mean token?)',
			'c.yaml:27  servers[7].url is missing: a server reached over HTTP needs one',
			'c.yaml:29  servers[8].command is missing: a stdio server needs one',
			'c.yaml:31  servers[9].name must be 1 to 128 visible characters, without spaces around them',
			'c.yaml:32  servers[9].command must begin with a program',
			'c.yaml:33  servers[10].name must be fixed text: history is kept under it',
			`c.yaml:34  servers[10].command has spaces inside a variable (put the \${NAME:-default} in quotes)`,
			`c.yaml:35  servers[10].args[0] has a "\${" that does not begin a variable (write \${NAME} or \${NAME:-default}, or $\${ for the characters themselves)`,
			'c.yaml:36  servers[11] must be a group of keys',
		]);
	});

	test('a check whose pattern is none is told before it is ever used', () => {
		const text =
			'servers:\n  - name: a\n    command: run\n    checks:\n      - tool: t\n        expect:\n          matches: "("';
		expect(mistakesIn(text)).toEqual([
			'c.yaml:7  servers[0].checks[0].expect.matches must be a regular expression, as JavaScript has them',
		]);
	});

	test('sections with wrong values', () => {
		const lines = mistakesIn(fixture('wrong-sections.yaml'));
		expect(lines).toEqual([
			'c.yaml:2  monitoring.interval_seconds must be at least 1 second',
			'c.yaml:3  monitoring.timeout_seconds must be a number of seconds (write the number without its unit)',
			'c.yaml:4  monitoring.max_concurrent_checks must be a whole number',
			'c.yaml:5  monitoring.consecutive_failure_before_down is not a known key (did you mean consecutive_failures_before_down?)',
			'c.yaml:7  thresholds.error_rate.transient must be a percentage such as 2%',
			'c.yaml:7  thresholds.error_rate.permanent must be a percentage from 0% to 100%, such as 2%',
			'c.yaml:9  metrics.port must be a port number (variables work in texts only)',
			'c.yaml:10  metrics.enabled must be true or false (write true)',
			'c.yaml:12  ui.theme must be auto, dark, light or mono (did you mean dark?)',
			'c.yaml:14  alerts.remind_after must be a duration such as 30s, 15m, 4h or 1d',
			'c.yaml:16  alerts.maintenance[0] needs start and end, or cron and duration',
			'c.yaml:17  alerts.maintenance[1].start must be a time with its zone, such as 2026-04-02T08:00:00Z',
			'c.yaml:20  alerts.channels[0].type must be stdout, slack, webhook, pagerduty, opsgenie, alertmanager or exec (did you mean slack?)',
			'c.yaml:21  alerts.channels[1].webhook_url is missing: it must be an http:// or https:// address',
			'c.yaml:23  alerts.channels[2].url must be an http:// or https:// address, or the name of a LANGSIGHT_… variable',
			expect.stringMatching(
				/^c\.yaml:24 {2}alerts\.channels\[2\]\.events\[0\] must be down, stale, .* \(did you mean down\?\)$/,
			),
			'c.yaml:25  alerts.channels[2].secert is not a known key (did you mean secret?)',
			'c.yaml:29  heartbeat must be a group of keys',
			'c.yaml:30  otlp must be a group of keys',
		]);
	});
});

test('a section whose lines are all commented out is no mistake', () => {
	expect(mistakesIn('servers: [{name: a, command: run}]\nalerts:\nmonitoring:\n')).toEqual([]);
});

test.each([
	['a'.repeat(129), 'must be 1 to 128 visible characters'],
	['a\u202eb', 'must be 1 to 128 visible characters'],
	['', 'must be 1 to 128 visible characters'],
])('the name %j is refused', (name, words) => {
	const [line] = mistakesIn(JSON.stringify({servers: [{name, command: 'run'}]}));
	expect(line).toContain(words);
});

test('a name may have spaces, dots and letters of any language in it', () => {
	expect(mistakesIn('servers: [{name: "Größe 東京 v1.2", command: run}]')).toEqual([]);
});

test('no value of the file is repeated in a mistake, for it may be a secret', () => {
	const secret = 'hunter2';
	const texts = [
		`servers: [{name: a, url: "ftp://${secret}"}]`,
		`servers: [{name: a, url: "http://b", auth: {type: ${secret}}}]`,
		`servers: [{name: a, url: "http://b", headers: {A: "${secret}\\0"}}]`,
		`servers: [{name: a} ${secret}]`,
		`servers: "${secret}" ${secret}`,
		`servers: *${secret}`,
	];
	for (const text of texts) {
		const lines = mistakesIn(text);
		expect(lines, text).not.toEqual([]);
		expect(lines.join('\n'), text).not.toContain(secret);
	}
});

test('what is printed of a key cannot steer a terminal', () => {
	const lines = mistakesIn('servers: [{name: a, command: run}]\n"\\u001b[31m\\u202ekey": 1\n').join('\n');
	expect(lines).toContain('is not a known key');
	expect(lines).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

describe('texts made to hurt are refused in bounded time', () => {
	const mebi = 1_048_576;
	test.each([
		['brackets', '['.repeat(mebi), 'is nested too deeply'],
		['dashes', '- '.repeat(mebi / 2), 'is nested too deeply'],
		['keys in a line', 'a: '.repeat(mebi / 3), 'is nested too deeply'],
		['question marks', '? '.repeat(mebi / 2), 'is nested too deeply'],
		['many keys', Array.from({length: mebi / 10}, (_, i) => `k${i}: 1`).join('\n'), 'has too many entries'],
		['closing brackets', '}'.repeat(mebi), 'has too many entries'],
		['control characters', `servers: [{name: a, command: "x\0"}]`, 'must not hold control characters'],
	])('%s', (_name, text, words) => expect(mistakesIn(text).join('\n')).toContain(words));

	test('a file of nothing but mistakes', () => {
		const keys = Array.from({length: 8000}, (_, i) => `k${i}: 1`).join('\n');
		expect(mistakesIn(`servers: &a [${'x,'.repeat(8000)}]\nagents: *a\n${keys}`)).toHaveLength(100);
	});

	test('aliases that stay just below the parser’s own limit', () => {
		const many = `a: &a [${'x,'.repeat(5000)}]\nservers: [${'*a,'.repeat(900)}]\n`;
		expect(mistakesIn(many).join('\n')).toContain('too large or too deep once its aliases are followed');
	});

	test('a long chain of aliases, each inside the next', () => {
		const chain = Array.from({length: 5000}, (_, i) => `k${i}: &k${i} [${i ? `*k${i - 1}` : ''}]`).join('\n');
		expect(mistakesIn(chain).join('\n')).toContain('is one alias inside another too many');
	});
});

test('aliases share lines between servers', () => {
	const parsed = parseConfig(
		'servers:\n  - {name: a, command: run, tags: &t [x]}\n  - {name: b, command: run, tags: *t}',
		'c',
	);
	expect('config' in parsed && parsed.config.data.servers.map(({tags}) => tags)).toEqual([['x'], ['x']]);
});

test('a thousand servers are no trouble', () => {
	const servers = Array.from({length: 1000}, (_, i) => `  - name: s${i}\n    command: run ${i}\n    tags: [a, b]\n`);
	expect(mistakesIn(`servers:\n${servers.join('')}`)).toEqual([]);
});

describe('whatever the text, reading it ends with a config or with mistakes', () => {
	const isAnswer = (text: string) => {
		const parsed = parseConfig(text, 'c.yaml');
		return 'config' in parsed || (parsed.mistakes.length > 0 && parsed.mistakes.every(({line}) => line >= 1));
	};
	const fragments = [
		'servers:',
		'\n',
		'  ',
		'- ',
		'name: a',
		'command: x',
		'url: ',
		'&a ',
		'*a',
		'[',
		']',
		'{',
		'}',
		'"',
		"'",
		'${A',
		'}',
		'? ',
		': ',
		'<<: ',
		'|',
		'>',
		'#',
		'!!set',
		'---',
		'%YAML 1.1',
		'__proto__: ',
		'\t',
		'null',
		'1',
	];

	test('any text', () => fc.assert(fc.property(fc.string({unit: 'binary'}), isAnswer), {numRuns: 300}));
	test('anything that looks like YAML', () => {
		const pieces = fc.array(fc.constantFrom(...fragments), {maxLength: 40}).map(parts => parts.join(''));
		fc.assert(fc.property(pieces, isAnswer), {numRuns: 1500});
	});
	test('any value in any section', () => {
		const keys = fc.constantFrom('servers', 'monitoring', 'defaults', 'thresholds', 'alerts', 'storage', 'ui');
		const root = fc.dictionary(keys, fc.jsonValue());
		fc.assert(
			fc.property(root, value => isAnswer(JSON.stringify(value))),
			{numRuns: 500},
		);
	});
});
