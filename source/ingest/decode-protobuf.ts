import {BinaryReader, WireType} from '@bufbuild/protobuf/wire';
import {
	type AttributeValue,
	type DecodedSpans,
	errorStatus,
	type IncomingSpan,
	kindOf,
	longestKey,
	longestValue,
	MalformedRequest,
	mostAttributes,
	readKeys,
} from './span.ts';

/**
 * Reads an `ExportTraceServiceRequest` (OTLP 1.x, opentelemetry/proto/collector/trace/v1). Only what a tool call is
 * known by is turned into values; all else is passed over as bytes. Throws `MalformedRequest`.
 */
export function decodeProtobuf(body: Uint8Array, mostSpans: number): DecodedSpans {
	try {
		const spans: IncomingSpan[] = [];
		let rejected = 0;
		for (const resourceSpans of messages(body, 1)) {
			let service: string | null = null;
			for (const resource of messages(resourceSpans, 1)) service = serviceOf(resource) ?? service;
			for (const scopeSpans of messages(resourceSpans, 2)) {
				for (const span of messages(scopeSpans, 2)) {
					if (spans.length < mostSpans) spans.push(readSpan(span, service));
					else rejected++;
				}
			}
		}
		return {spans, rejected};
	} catch (error) {
		// What the reader throws (a number that ends too late, a length beyond the end) is the sender's mistake.
		throw new MalformedRequest('the body is not an ExportTraceServiceRequest', {cause: error});
	}
}

/** The values of one field that is a message. */
function* messages(bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
	const reader = new BinaryReader(bytes);
	while (reader.pos < reader.len) {
		const [field, type] = reader.tag();
		if (field === wanted && type === WireType.LengthDelimited) yield reader.bytes();
		else skip(reader, type);
	}
}

function readSpan(bytes: Uint8Array, service: string | null): IncomingSpan {
	const reader = new BinaryReader(bytes);
	const attributes = new Map<string, AttributeValue>();
	let traceId = '';
	let spanId = '';
	let parentId = '';
	let name = '';
	let kind = 0;
	let start = 0n;
	let end = 0n;
	let isError = false;
	let seen = 0;
	while (reader.pos < reader.len) {
		const [field, type] = reader.tag();
		const isBytes = type === WireType.LengthDelimited;
		if (field === 1 && isBytes) traceId = hexOf(reader.bytes(), 16);
		else if (field === 2 && isBytes) spanId = hexOf(reader.bytes(), 8);
		else if (field === 4 && isBytes) parentId = hexOf(reader.bytes(), 8);
		else if (field === 5 && isBytes) name = textOf(reader.bytes());
		else if (field === 6 && type === WireType.Varint) kind = reader.int32();
		else if (field === 7 && type === WireType.Bit64) start = BigInt(reader.fixed64());
		else if (field === 8 && type === WireType.Bit64) end = BigInt(reader.fixed64());
		else if (field === 9 && isBytes && seen++ < mostAttributes) readAttribute(reader.bytes(), attributes);
		else if (field === 15 && isBytes) isError = statusOf(reader.bytes()) === errorStatus;
		else skip(reader, type);
	}
	return {
		traceId,
		spanId,
		parentId,
		name,
		kind: kindOf(kind),
		startedAt: toMs(start),
		endedAt: toMs(end),
		isError,
		attributes,
		service,
	};
}

function serviceOf(resource: Uint8Array): string | null {
	const found = new Map<string, AttributeValue>();
	let seen = 0;
	for (const attribute of messages(resource, 1)) {
		if (seen++ >= mostAttributes) break;
		readAttribute(attribute, found, resourceKeys);
	}
	const service = found.get('service.name');
	return typeof service === 'string' ? service : null;
}

const resourceKeys: ReadonlySet<string> = new Set(['service.name']);

/** A `KeyValue`; its value is read only where the key is one of those that are wanted. */
function readAttribute(bytes: Uint8Array, into: Map<string, AttributeValue>, keys = readKeys): void {
	const reader = new BinaryReader(bytes);
	let key = '';
	let value: Uint8Array | null = null;
	while (reader.pos < reader.len) {
		const [field, type] = reader.tag();
		if (type !== WireType.LengthDelimited) skip(reader, type);
		else if (field === 1) key = keyOf(reader.bytes());
		else if (field === 2) value = reader.bytes();
		else reader.skip(type);
	}
	if (value === null || !keys.has(key)) return;
	const read = anyValueOf(value);
	if (read !== null) into.set(key, read);
}

/** An `AnyValue`; null for lists, maps and bytes, which are passed over. */
function anyValueOf(bytes: Uint8Array): AttributeValue | null {
	const reader = new BinaryReader(bytes);
	let value: AttributeValue | null = null;
	while (reader.pos < reader.len) {
		const [field, type] = reader.tag();
		if (field === 1 && type === WireType.LengthDelimited) value = textOf(reader.bytes());
		else if (field === 2 && type === WireType.Varint) value = reader.bool();
		else if (field === 3 && type === WireType.Varint) value = Number(reader.int64());
		else if (field === 4 && type === WireType.Bit64) value = reader.double();
		else skip(reader, type);
	}
	return value;
}

function statusOf(bytes: Uint8Array): number {
	const reader = new BinaryReader(bytes);
	let code = 0;
	while (reader.pos < reader.len) {
		const [field, type] = reader.tag();
		if (field === 3 && type === WireType.Varint) code = reader.int32();
		else skip(reader, type);
	}
	return code;
}

/** Groups are no part of OTLP, and walking into them is what a hostile body would want. */
function skip(reader: BinaryReader, type: WireType): void {
	if (type === WireType.StartGroup || type === WireType.EndGroup) throw new MalformedRequest('a group');
	reader.skip(type);
}

const decoder = new TextDecoder();
const textOf = (bytes: Uint8Array): string => decoder.decode(bytes.subarray(0, longestValue));
const keyOf = (bytes: Uint8Array): string => (bytes.length > longestKey ? '' : decoder.decode(bytes));

/** An id of another length is none. */
const hexOf = (bytes: Uint8Array, length: number): string =>
	bytes.length === length ? Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('hex') : '';

const toMs = (nanoseconds: bigint): number => Number(nanoseconds / 1000n) / 1000;
