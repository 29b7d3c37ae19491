import {SpanKind, SpanStatusCode} from '@opentelemetry/api';
import {OTLPTraceExporter as GrpcExporter} from '@opentelemetry/exporter-trace-otlp-grpc';
import {OTLPTraceExporter as JsonExporter} from '@opentelemetry/exporter-trace-otlp-http';
import {OTLPTraceExporter as ProtoExporter} from '@opentelemetry/exporter-trace-otlp-proto';
import {resourceFromAttributes} from '@opentelemetry/resources';
import {NodeTracerProvider, SimpleSpanProcessor, type SpanExporter} from '@opentelemetry/sdk-trace-node';
import {afterEach, expect, test} from 'vitest';
import type {ToolCall} from '../../source/domain/tool-call.ts';
import {startReceivers} from './receivers.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const clean of cleanups.splice(0)) await clean();
});

const gzip = 'gzip' as never;

const exporters: readonly [string, (ports: {http: number; grpc: number}) => SpanExporter][] = [
	['http/protobuf', ({http}) => new ProtoExporter({url: `http://127.0.0.1:${http}/v1/traces`})],
	[
		'http/protobuf, gzip',
		({http}) => new ProtoExporter({url: `http://127.0.0.1:${http}/v1/traces`, compression: gzip}),
	],
	['http/json', ({http}) => new JsonExporter({url: `http://127.0.0.1:${http}/v1/traces`})],
	['http/json, gzip', ({http}) => new JsonExporter({url: `http://127.0.0.1:${http}/v1/traces`, compression: gzip})],
	['grpc', ({grpc}) => new GrpcExporter({url: `http://127.0.0.1:${grpc}`})],
	['grpc, gzip', ({grpc}) => new GrpcExporter({url: `http://127.0.0.1:${grpc}`, compression: gzip})],
];

test.each(exporters)('the exporter of OpenTelemetry over %s is understood', async (_name, createExporter) => {
	const receivers = await startReceivers();
	cleanups.push(receivers.close);
	const exporter = createExporter(receivers.ports);
	const provider = new NodeTracerProvider({
		resource: resourceFromAttributes({'service.name': 'support-agent'}),
		spanProcessors: [new SimpleSpanProcessor(exporter)],
	});
	cleanups.push(() => provider.shutdown());
	const tracer = provider.getTracer('test');
	const span = tracer.startSpan('tools/call query', {
		kind: SpanKind.CLIENT,
		startTime: 1_775_000_000_000,
		attributes: {
			'mcp.method.name': 'tools/call',
			'gen_ai.tool.name': 'query',
			'server.address': 'mcp.example.com',
			'server.port': 8443,
			'error.type': 'tool_error',
			'gen_ai.tool.call.arguments': '{"password": "hunter2"}',
			'gen_ai.tool.call.result': 'a secret',
		},
	});
	span.setStatus({code: SpanStatusCode.ERROR});
	span.end(1_775_000_000_042);
	await provider.forceFlush();
	const calls = await receivers.settled();
	expect(calls).toEqual([
		{
			at: 1_775_000_000_042,
			tool: 'query',
			agent: 'support-agent',
			durationMs: 42,
			category: 'tool_error',
			target: {address: 'mcp.example.com', port: 8443, path: null, names: []},
		} satisfies ToolCall,
	]);
	expect(JSON.stringify(calls)).not.toMatch(/hunter2|secret/);
});
