/** A span as it comes in, with no more of it than tells of a tool call. What tools were given and what they answered is not read. */
export interface IncomingSpan {
	/** Hexadecimal, lower case; empty where it has none. */
	readonly traceId: string;
	readonly spanId: string;
	/** Empty for the first of its trace. */
	readonly parentId: string;
	readonly name: string;
	readonly kind: SpanKind;
	/** Ms since the epoch, and as precise as the clock was. */
	readonly startedAt: number;
	readonly endedAt: number;
	/** Its status is ERROR. */
	readonly isError: boolean;
	readonly attributes: ReadonlyMap<string, AttributeValue>;
	/** Of what sent it: `service.name` of its resource; null where it has none. */
	readonly service: string | null;
}

export type AttributeValue = string | number | boolean;
export type SpanKind = 'internal' | 'server' | 'client' | 'other';

/** By the number of the enumeration (OTLP 1.x, trace.proto, `SpanKind`). */
const kinds: readonly SpanKind[] = ['other', 'internal', 'server', 'client'];
const kindNames: Readonly<Record<string, SpanKind>> = {
	SPAN_KIND_INTERNAL: 'internal',
	SPAN_KIND_SERVER: 'server',
	SPAN_KIND_CLIENT: 'client',
};

/** @param value the number, or in JSON perhaps the name. */
export const kindOf = (value: unknown): SpanKind =>
	(typeof value === 'number' ? kinds[value] : typeof value === 'string' ? kindNames[value] : undefined) ?? 'other';

/** `STATUS_CODE_ERROR` */
export const errorStatus = 2;

/** The attributes that are looked at; no other is kept. */
export const readKeys: ReadonlySet<string> = new Set([
	'mcp.method.name',
	'mcp.server.name',
	'mcp.server.origin',
	'mcp.tool.name',
	'fastmcp.server.name',
	'gen_ai.operation.name',
	'gen_ai.tool.name',
	'gen_ai.agent.name',
	'openinference.span.kind',
	'tool.name',
	'traceloop.span.kind',
	'traceloop.entity.name',
	'rpc.response.status_code',
	'rpc.jsonrpc.error_code',
	'http.response.status_code',
	'error.type',
	'server.address',
	'server.port',
	'url.full',
	'url.path',
]);

/** Of an attribute's text no more is read, in bytes of UTF-8 or in UTF-16 units. */
export const longestValue = 1024;
export const longestKey = 64;
/** Of the attributes of one span no more are looked at. */
export const mostAttributes = 256;

/** What a request holds. */
export interface DecodedSpans {
	readonly spans: readonly IncomingSpan[];
	/** Those beyond the bound of a request, which were not read. */
	readonly rejected: number;
}

/** A request that is not what it should be; the message is fit to be sent back. */
export class MalformedRequest extends Error {
	override readonly name = 'MalformedRequest';
}
