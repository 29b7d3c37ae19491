import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import type {Json} from '../../source/domain/json.ts';
import type {Tool} from '../../source/domain/probe-result.ts';
import {diffSnapshots, type SchemaChange} from '../../source/domain/schema-diff.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {listingOf, tool} from '../helpers/fleet.ts';

/** Two schemas, and for each direction the class and the path of every change between them. */
interface SchemaPair {
	readonly title: string;
	readonly before: Json;
	readonly after: Json;
	readonly input: readonly (readonly [string, string])[];
	readonly output: readonly (readonly [string, string])[];
}

/** Two lists of tools, and the class, kind, tool and path of every change. */
interface ToolsPair {
	readonly title: string;
	readonly before: readonly Tool[];
	readonly after: readonly Tool[];
	readonly expected: readonly (readonly string[])[];
}

const folder = fileURLToPath(new URL('../../fixtures/schema-pairs/', import.meta.url));
const read = (name: string) => JSON.parse(readFileSync(`${folder}${name}`, 'utf8'));
const files = readdirSync(folder).filter(name => name.endsWith('.json') && name !== 'tools.json');

const diff = (before: readonly Tool[], after: readonly Tool[]): SchemaChange[] =>
	diffSnapshots(...([before, after].map(tools => takeSnapshot(listingOf(tools), 0, text => text)) as [never, never]));

const sorted = (changes: readonly (readonly string[])[]) => changes.map(change => change.join(' ')).sort();

describe.each(files)('of the pairs in %s', file => {
	const pairs: SchemaPair[] = read(file);
	const named = (part: 'inputSchema' | 'outputSchema', {before, after}: SchemaPair) =>
		diff([tool('t', {[part]: before})], [tool('t', {[part]: after})]).map(change => {
			expect(change).toMatchObject({tool: 't', kind: 'tool_modified'});
			const [first, ...path] = change.path;
			expect(first).toBe(part);
			return [change.class, path.join('/')];
		});

	test.each(pairs.map(pair => [pair.title, pair] as const))('%s', (_title, pair) => {
		expect(sorted(named('inputSchema', pair))).toEqual(sorted(pair.input));
		expect(sorted(named('outputSchema', pair))).toEqual(sorted(pair.output));
	});
});

describe('of whole tools', () => {
	const pairs: ToolsPair[] = read('tools.json');
	test.each(pairs.map(pair => [pair.title, pair] as const))('%s', (_title, {before, after, expected}) => {
		const found = diff(before, after).map(one => [one.class, one.kind, one.tool ?? '', one.path.join('/')]);
		expect(sorted(found)).toEqual(sorted(expected));
	});
});
