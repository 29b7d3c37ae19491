// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of variables in a config
import {expect, test} from 'vitest';
import {
	describeMissing,
	hasBrokenReference,
	hasReference,
	interpolate,
	interpolateAll,
	interpolateChannelText,
} from '../../source/config/interpolate.ts';

const env = {A: 'one', EMPTY: '', TRICK: '${A}', LANGSIGHT_HOOK: 'https://hooks.example.com'};

test.each([
	['${A}', 'one', []],
	['a ${A} b ${A}', 'a one b one', []],
	['${B:-two}', 'two', []],
	['${B:-}', '', []],
	['${EMPTY}', '', []],
	['${EMPTY:-two}', 'two', []],
	['${B}${C}${B}', '', ['B', 'C']],
	['$${A}', '${A}', []],
	['$$${A}', '$${A}', []],
	['$A {A} $', '$A {A} $', []],
	['${TRICK}', '${A}', []],
	['${constructor}', '', ['constructor']],
])('%s becomes %j', (text, expected, unset) => {
	const missing = new Set<string>();
	expect(interpolate(text, env, missing)).toBe(expected);
	expect([...missing]).toEqual(unset);
});

test('variables go into texts at any depth, and never into keys or structure', () => {
	const value = {'${A}': ['${A}', {b: '${A}'}, 1, true, null]};
	expect(interpolateAll(value, {A: '", x: [1'}, new Set())).toEqual({
		'${A}': ['", x: [1', {b: '", x: [1'}, 1, true, null],
	});
});

test.each(['${', '${}', '${a.b}', '${A', '${A:=x}', '${1A}', '${A:-${B}}', '$${A} ${'])('%s is not finished', text => {
	expect(hasBrokenReference(text)).toBe(true);
});

test.each(['${A}', '$${', '$${{ github }}', '$', 'plain', '${A:-b c}'])('%s is finished', text => {
	expect(hasBrokenReference(text)).toBe(false);
});

test('an escaped reference is no reference', () => {
	expect(hasReference('$${A}')).toBe(false);
	expect(hasReference('x${A}')).toBe(true);
});

test('in a channel a bare LANGSIGHT_ word is the name of a variable', () => {
	const missing = new Set<string>();
	expect(interpolateChannelText('LANGSIGHT_HOOK', env, missing)).toBe('https://hooks.example.com');
	expect(interpolateChannelText('LANGSIGHT_hook', env, missing)).toBe('LANGSIGHT_hook');
	expect(interpolateChannelText('LANGSIGHT_NONE', env, missing)).toBe('');
	expect(describeMissing(missing)).toBe('environment variable LANGSIGHT_NONE is not set');
});

test('what is missing is told in one sentence', () => {
	expect(describeMissing(new Set())).toBeNull();
	expect(describeMissing(new Set(['A', 'B', 'C']))).toBe('environment variables A, B and C are not set');
});
