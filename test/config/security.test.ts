// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of variables in a config
import {describe, expect, test} from 'vitest';
import {formatMistake} from '../../source/config/mistake.ts';
import {parseConfig} from '../../source/config/parse-config.ts';
import {toSecurity} from '../../source/config/to-security.ts';
import {writtenTexts} from '../../source/config/written-texts.ts';

function configOf(...lines: readonly string[]) {
	const parsed = parseConfig(lines.join('\n'), 'c.yaml');
	if (!('config' in parsed)) throw new Error(parsed.mistakes.map(formatMistake).join('\n'));
	return parsed.config;
}

const server = ['servers:', '  - name: a', '    command: run'];

describe('the security section', () => {
	test('is left out: checks are made, and nothing is sent anywhere', () =>
		expect(toSecurity(configOf(...server))).toEqual({isEnabled: true, osv: false, ignore: []}));
	test('is taken over', () =>
		expect(
			toSecurity(
				configOf(...server, 'security:', '  enabled: false', '  osv: true', '  ignore: [tls, "MCP04:2025", tls]'),
			),
		).toEqual({isEnabled: false, osv: true, ignore: ['tls', 'MCP04:2025']}));
	test('ignores nothing that there is not', () => {
		const parsed = parseConfig([...server, 'security:', '  ignore: [tsl]'].join('\n'), 'c.yaml');
		expect('mistakes' in parsed && parsed.mistakes.map(formatMistake)[0]).toMatch(
			/security\.ignore\[0\] must be a check such as literal_secret, or an id such as MCP04:2025/,
		);
	});
});

describe('the texts of a server are those that stand in the file', () => {
	const texts = (...lines: readonly string[]) =>
		writtenTexts(configOf(...lines)).map(all => all.map(({place, name, text}) => `${place} ${name ?? '-'} ${text}`));
	test('with what it has from defaults, and without what variables put in', () =>
		expect(
			texts(
				'defaults:',
				'  env: {SHARED: abc, OWN: old}',
				'servers:',
				'  - name: a',
				'    command: "run --token secret --key=${KEY}"',
				'    args: ["postgres://${USER}:pw@db/x"]',
				'    env: {OWN: "${OWN:-fallback}", ESCAPED: "$${X}"}',
			),
		).toEqual([
			[
				'args - run',
				'args - --token',
				'args --token secret',
				'args --key ',
				'args - postgres://:pw@db/x',
				'env OWN fallback',
				'env ESCAPED ${X}',
				'defaults.env SHARED abc',
			].map(line => line.replace(/^(env|defaults\.env) (\w+)/, '$1 $2 $2')),
		]));
	test('for an address with its headers, credentials and proxy', () =>
		expect(
			texts(
				'defaults:',
				'  auth: {type: bearer, token: "tok"}',
				'  proxy: http://u:p@proxy:1',
				'servers:',
				'  - name: a',
				'    url: https://a.example/',
				'    headers: {X-Key: "${K}"}',
				'  - name: b',
				'    url: https://b.example/',
				'    auth: {type: basic, username: u, password: pw}',
			),
		).toEqual([
			[
				'url - https://a.example/',
				'header X-Key X-Key ',
				'defaults.auth.token auth_token tok',
				'proxy - http://u:p@proxy:1',
			],
			['url - https://b.example/', 'auth.password password pw', 'proxy - http://u:p@proxy:1'],
		]));
});
