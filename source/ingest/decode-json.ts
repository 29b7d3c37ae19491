import {isObject} from '../domain/json.ts';
import {
	type AttributeValue,
	type DecodedSpans,
	errorStatus,
	type IncomingSpan,
	kindOf,
	longestValue,
	MalformedRequest,
	mostAttributes,
	readKeys,
} from './span.ts';

/**
 * Reads an `ExportTraceServiceRequest` as OTLP/JSON has it: ids in hexadecimal, enumerations as numbers (or names), 64-bit
 * numbers as text (or numbers), unknown fields ignored. Throws `MalformedRequest`.
 */
export function decodeJson(body: Uint8Array, mostSpans: number): DecodedSpans {
	const spans: IncomingSpan[] = [];
	let rejected = 0;
	for (const resourceSpans of listIn(parse(body), 'resourceSpans')) {
		const service = serviceOf(resourceSpans);
		for (const scopeSpans of listIn(resourceSpans, 'scopeSpans')) {
			for (const span of listIn(scopeSpans, 'spans')) {
				if (spans.length < mostSpans) spans.push(readSpan(span, service));
				else rejected++;
			}
		}
	}
	return {spans, rejected};
}

type Fields = Readonly<Record<string, unknown>>;

function parse(body: Uint8Array): Fields {
	try {
		const value: unknown = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(body));
		if (isObject(value)) return value;
	} catch (error) {
		throw new MalformedRequest('the body is not JSON', {cause: error});
	}
	throw new MalformedRequest('the body is not an ExportTraceServiceRequest');
}

function listIn(fields: Fields, name: string): readonly Fields[] {
	const list = fields[name];
	if (list === undefined || list === null) return [];
	if (!Array.isArray(list)) throw new MalformedRequest(`${name} is not a list`);
	if (!list.every(isObject)) throw new MalformedRequest(`an entry of ${name} is not an object`);
	return list;
}

function readSpan(span: Fields, service: string | null): IncomingSpan {
	const status = isObject(span.status) ? span.status.code : undefined;
	return {
		traceId: idOf(span.traceId, 32),
		spanId: idOf(span.spanId, 16),
		parentId: idOf(span.parentSpanId, 16),
		name: typeof span.name === 'string' ? span.name.slice(0, longestValue) : '',
		kind: kindOf(span.kind),
		startedAt: toMs(span.startTimeUnixNano),
		endedAt: toMs(span.endTimeUnixNano),
		isError: status === errorStatus || status === 'STATUS_CODE_ERROR',
		attributes: readAttributes(span, readKeys),
		service,
	};
}

function serviceOf({resource}: Fields): string | null {
	const service = isObject(resource) ? readAttributes(resource, resourceKeys).get('service.name') : undefined;
	return typeof service === 'string' ? service : null;
}

const resourceKeys: ReadonlySet<string> = new Set(['service.name']);

function readAttributes(fields: Fields, keys: ReadonlySet<string>): ReadonlyMap<string, AttributeValue> {
	const found = new Map<string, AttributeValue>();
	for (const {key, value} of listIn(fields, 'attributes').slice(0, mostAttributes)) {
		if (typeof key !== 'string' || !keys.has(key) || !isObject(value)) continue;
		const read = anyValueOf(value);
		if (read !== null) found.set(key, read);
	}
	return found;
}

/** An `AnyValue`; null for lists, maps and bytes, which are passed over. */
function anyValueOf({stringValue, boolValue, intValue, doubleValue}: Fields): AttributeValue | null {
	if (typeof stringValue === 'string') return stringValue.slice(0, longestValue);
	if (typeof boolValue === 'boolean') return boolValue;
	if (typeof intValue === 'number' || typeof intValue === 'string') return Number(intValue);
	return typeof doubleValue === 'number' ? doubleValue : null;
}

function idOf(value: unknown, length: number): string {
	return typeof value === 'string' && value.length === length && /^[0-9a-fA-F]+$/.test(value)
		? value.toLowerCase()
		: '';
}

/** What is no number of nanoseconds counts as no time, 0. */
function toMs(nanoseconds: unknown): number {
	if (typeof nanoseconds === 'number') return Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : 0;
	if (typeof nanoseconds !== 'string' || !/^\d{1,20}$/.test(nanoseconds)) return 0;
	return Number(BigInt(nanoseconds) / 1000n) / 1000;
}
