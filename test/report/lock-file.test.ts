import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Json} from '../../source/domain/json.ts';
import type {Listing, Tool} from '../../source/domain/probe-result.ts';
import {isSameSnapshot, takeSnapshot} from '../../source/domain/snapshot.ts';
import {decodeLock} from '../../source/history/format/lock.ts';
import {renderLock} from '../../source/report/lock-file.ts';
import {listingOf, noon, tool} from '../helpers/fleet.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
const lockOf = (listings: Readonly<Record<string, Listing>>, at = 0) =>
	new Map(Object.entries(listings).map(([name, listing]) => [name, takeSnapshot(listing, at, hash)]));

/** JSON as it comes over the wire: keys such as __proto__ are the object's own. */
const anyJson = fc.json({maxDepth: 5, stringUnit: 'binary'}).map((text): Json => JSON.parse(text));
const anyTool = fc
	.record({
		name: fc.oneof(fc.constantFrom('a', 'b', '__proto__', ''), fc.string({unit: 'binary'})),
		rest: fc.dictionary(fc.constantFrom('description', 'inputSchema', 'annotations', '__proto__', '10', '9'), anyJson),
		required: fc.array(fc.string(), {maxLength: 3}),
	})
	.map(({name, rest, required}): Tool => ({...rest, required, name}));
const anyListing = fc
	.record({
		tools: fc.array(anyTool, {maxLength: 5}),
		instructions: fc.option(fc.string({unit: 'binary'})),
		capabilities: fc.dictionary(fc.constantFrom('tools', 'prompts', '__proto__'), anyJson),
		extra: anyJson,
	})
	.map(({tools, instructions, capabilities, extra}): Listing => {
		const serverInfo = {name: 'any', version: '1', ...JSON.parse('{"__proto__": 1}'), extra};
		return {...listingOf(tools), instructions, capabilities, serverInfo};
	});

/** The same with the keys of every object, and the tools, the other way round. */
function turned(value: Json | undefined): Json {
	if (Array.isArray(value)) return value.map(turned);
	if (typeof value !== 'object' || value === null) return value ?? null;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, item]) => [key, turned(item)]),
	);
}

describe('a lock file', () => {
	test('is JSON with servers and tools by name, keys in order, and neither times nor addresses', () => {
		const listing = {
			...listingOf([tool('write'), tool('read', {annotations: {readOnlyHint: true}})]),
			instructions: 'Ask.',
		};
		const text = renderLock(lockOf({zoo: listingOf([]), ant: listing}, noon));
		expect(text.endsWith('}\n')).toBe(true);
		expect(JSON.parse(text)).toEqual({
			version: 1,
			servers: [
				{
					name: 'ant',
					hash: takeSnapshot(listing, 0, hash).hash,
					protocol_version: '2025-11-25',
					server_info: {name: 'example', version: '1.2.3'},
					capabilities: {tools: {}},
					instructions: 'Ask.',
					tools: [tool('read', {annotations: {readOnlyHint: true}}), tool('write')],
				},
				expect.objectContaining({name: 'zoo', tools: []}),
			],
		});
		const keys = text.split('\n').flatMap(line => /^ {10}"(\w+)":/.exec(line)?.[1] ?? []);
		expect(keys).toEqual(['annotations', 'description', 'inputSchema', 'name', 'description', 'inputSchema', 'name']);
		expect(text).not.toContain('2026-04');
	});

	test('is the same bytes whenever, and in whatever order, the same was listed', () => {
		fc.assert(
			fc.property(anyListing, anyListing, (one, other) => {
				const turn = (listing: Listing): Listing => ({
					...(turned(listing as unknown as Json) as unknown as Listing),
					tools: listing.tools.map(each => turned(each) as Tool).reverse(),
				});
				const straight = renderLock(lockOf({one, other}));
				expect(renderLock(lockOf({other: turn(other), one: turn(one)}, noon))).toBe(straight);
			}),
		);
	});

	test('gives back what was written, and writes that as the same bytes', () => {
		fc.assert(
			fc.property(anyListing, listing => {
				const lock = lockOf({any: listing});
				const text = renderLock(lock);
				const read = decodeLock(text, hash);
				const [before, after] = [lock.get('any'), read.get('any')];
				expect(before && after && isSameSnapshot(before, after)).toBe(true);
				expect(renderLock(read)).toBe(text);
			}),
		);
	});

	test('shows a reviewer what hides in a text', () => {
		const text = renderLock(lockOf({a: listingOf([tool('read', {description: 'Reads.\u200b\u{e0041}\u202e\u009b'})])}));
		expect(text).toContain('"Reads.\\u200b\\udb40\\udc41\\u202e\\u009b"');
		expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
	});
});
