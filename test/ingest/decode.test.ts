import {BinaryWriter} from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decodeJson} from '../../source/ingest/decode-json.ts';
import {decodeProtobuf} from '../../source/ingest/decode-protobuf.ts';
import {recognise} from '../../source/ingest/recognise.ts';
import {MalformedRequest} from '../../source/ingest/span.ts';

const most = 1000;

/** What a decoder makes of anything at all; an error that is not its own is a bug. */
function decode(decoder: typeof decodeJson, body: Uint8Array): number {
	try {
		const {spans} = decoder(body, most);
		for (const span of spans) recognise(span);
		return spans.length;
	} catch (error) {
		if (error instanceof MalformedRequest) return -1;
		throw error;
	}
}

describe('garbage is refused, and never more than that:', () => {
	test('bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 200}), bytes => {
				expect(decode(decodeProtobuf, bytes)).toBeLessThanOrEqual(most);
				expect(decode(decodeJson, bytes)).toBeLessThanOrEqual(most);
			}),
			{numRuns: 500},
		);
	});

	test('bytes within the messages of an export', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 100}), bytes => {
				expect(decode(decodeProtobuf, nested(bytes, 1, 2, 2))).toBeLessThanOrEqual(1);
				expect(decode(decodeProtobuf, nested(bytes, 1, 2, 2, 9))).toBeLessThanOrEqual(1);
				expect(decode(decodeProtobuf, nested(bytes, 1, 1))).toBeLessThanOrEqual(0);
			}),
			{numRuns: 500},
		);
	});

	test('any JSON in the place of any field', () => {
		const anything = fc.jsonValue({maxDepth: 3});
		fc.assert(
			fc.property(anything, anything, anything, (a, b, c) => {
				const attributes = [
					{key: 'mcp.method.name', value: {stringValue: 'tools/call'}},
					{key: 'error.type', value: a},
				];
				for (const span of [
					a,
					{attributes: b},
					{traceId: a, status: b, attributes, startTimeUnixNano: c, kind: c, name: a},
				])
					for (const resource of [undefined, b, {attributes: a}])
						decode(
							decodeJson,
							Buffer.from(JSON.stringify({resourceSpans: [{resource, scopeSpans: [{spans: [span]}]}]})),
						);
			}),
			{numRuns: 300},
		);
	});

	test('what is as deep as it can be', () => {
		const deep = 200_000;
		expect(decode(decodeJson, Buffer.from(`${'['.repeat(deep)}${']'.repeat(deep)}`))).toBe(-1);
		expect(decode(decodeProtobuf, Buffer.alloc(deep, 0x0b))).toBe(-1);
	});
});

test('no more of a value is read than a name can have, and no more spans than a request may hold', () => {
	const long = 'x'.repeat(3000);
	const attributes = [{key: 'gen_ai.tool.name', value: {stringValue: long}}];
	const body = {
		resourceSpans: [{scopeSpans: [{spans: Array.from({length: most + 5}, () => ({name: long, attributes}))}]}],
	};
	const {spans, rejected} = decodeJson(Buffer.from(JSON.stringify(body)), most);
	expect([spans.length, rejected]).toEqual([most, 5]);
	expect(spans[0]?.name.length).toBe(1024);
	expect(String(spans[0]?.attributes.get('gen_ai.tool.name')).length).toBe(1024);
});

test('JSON has its enumerations by name or number, its numbers as text or not, and fields of later versions', () => {
	const spanOf = (changes: object) => ({
		resourceSpans: [
			{
				later: true,
				resource: {attributes: [{key: 'service.name', value: {stringValue: 'agent'}}]},
				scopeSpans: [{spans: [{traceId: 'AB'.repeat(16), spanId: 'cd'.repeat(8), later: [1], ...changes}]}],
			},
		],
	});
	const read = (changes: object) => decodeJson(Buffer.from(JSON.stringify(spanOf(changes))), most).spans[0];
	const byNumber = {
		kind: 3,
		startTimeUnixNano: '1775000000000000000',
		endTimeUnixNano: '1775000000042500000',
		status: {code: 2},
	};
	const byName = {...byNumber, kind: 'SPAN_KIND_CLIENT', status: {code: 'STATUS_CODE_ERROR'}};
	expect(read(byName)).toEqual(read(byNumber));
	expect(read(byName)).toMatchObject({
		traceId: 'ab'.repeat(16),
		kind: 'client',
		isError: true,
		startedAt: 1_775_000_000_000,
		endedAt: 1_775_000_000_042.5,
		service: 'agent',
	});
	expect(read({startTimeUnixNano: 1_775_000_000_000_000_000, traceId: 'zz', spanId: 7})).toMatchObject({
		startedAt: 1_775_000_000_000,
		traceId: '',
		spanId: '',
	});
});

function nested(bytes: Uint8Array, ...fields: readonly number[]): Uint8Array {
	return [...fields].reverse().reduce((inner, field) => new BinaryWriter().tag(field, 2).bytes(inner).finish(), bytes);
}
