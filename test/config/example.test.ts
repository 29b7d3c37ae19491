import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {z} from 'zod';
import {parseConfig} from '../../source/config/parse-config.ts';
import {configSchema} from '../../source/config/schema.ts';
import {toServers} from '../../source/config/to-servers.ts';

const text = readFileSync(new URL('../../.langsight.example.yaml', import.meta.url), 'utf8');

/** Every key path of the schema, `[]` for any entry of a list. A group that is used twice is walked once. */
function keysOf(schema: unknown, path = '', seen = new Set<unknown>()): string[] {
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
		return keysOf(schema.unwrap(), path, seen);
	}
	if (schema instanceof z.ZodArray) return keysOf(schema.element, `${path}[]`, seen);
	if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap(option => keysOf(option, path, seen));
	if (!(schema instanceof z.ZodObject) || seen.has(schema)) return [];
	seen.add(schema);
	return Object.entries(schema.shape).flatMap(([key, inner]) => [
		`${path}.${key}`,
		...keysOf(inner, `${path}.${key}`, seen),
	]);
}

/** Every key path of a value, in the same form. */
function pathsOf(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap(item => pathsOf(item, `${path}[]`));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => [`${path}.${key}`, ...pathsOf(inner, `${path}.${key}`)]);
}

/** `defaults`, a server and the top take some of the same groups; those are written out in one place. */
const toGroup = (path: string): string => path.replace(/^\.(defaults|servers\[\])(?=\.)/, '');

test('the example loads, and needs no variable to do so', () => {
	const parsed = parseConfig(text, '.langsight.example.yaml');
	expect('mistakes' in parsed && parsed.mistakes).toBe(false);
	if (!('config' in parsed)) return;
	expect(toServers(parsed.config, {}).filter(({misconfigured}) => misconfigured)).toEqual([]);
});

test('every key of the schema is in the example', () => {
	const shown = new Set(pathsOf(parse(text)).map(toGroup));
	const keys = keysOf(configSchema);
	expect(keys.length).toBeGreaterThan(100);
	expect(keys.filter(path => !shown.has(toGroup(path)))).toEqual([]);
});

test('every kind of channel and of credentials is in the example', () => {
	for (const word of [
		'stdout',
		'slack',
		'webhook',
		'pagerduty',
		'opsgenie',
		'alertmanager',
		'exec',
		'bearer',
		'basic',
		'oauth_client_credentials',
	]) {
		expect(text).toMatch(new RegExp(`type: ${word}$`, 'm'));
	}
});
