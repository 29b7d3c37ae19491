import type {AttributeValue, IncomingSpan} from '../../source/ingest/span.ts';

/** A span of one trace; its attributes are given in short. */
export const spanOf = (
	spanId: string,
	parentId: string,
	kind: IncomingSpan['kind'],
	attributes: Readonly<Record<string, AttributeValue>>,
	changes: Partial<IncomingSpan> = {},
): IncomingSpan => ({
	traceId: 'trace',
	spanId,
	parentId,
	name: '',
	kind,
	startedAt: 1000,
	endedAt: 1040,
	isError: false,
	attributes: new Map(Object.entries(attributes)),
	service: 'agent',
	...changes,
});

export const mcp = (tool: string, more: Readonly<Record<string, AttributeValue>> = {}) => ({
	'mcp.method.name': 'tools/call',
	'gen_ai.tool.name': tool,
	...more,
});

export const executes = (tool: string, more: Readonly<Record<string, AttributeValue>> = {}) => ({
	'gen_ai.operation.name': 'execute_tool',
	'gen_ai.tool.name': tool,
	...more,
});
