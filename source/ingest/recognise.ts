import {plainText} from '../domain/plain-text.ts';
import type {CallTarget, ToolCall} from '../domain/tool-call.ts';
import {categoryOf} from './call-category.ts';
import type {IncomingSpan} from './span.ts';

/**
 * Whose view of the call a span is: of the client that speaks MCP, of the server, or of the agent's framework, which
 * wraps the client's.
 */
export type CallRole = 'client' | 'server' | 'wrapper';

/** A span that tells of a tool call. */
export interface CallSpan {
	readonly traceId: string;
	readonly spanId: string;
	readonly role: CallRole;
	readonly call: ToolCall;
}

const longestName = 128;
/** What runs longer than this was measured by a clock that jumped. */
const longestMs = 86_400_000;
const unnamed = '(unnamed)';

/** Null for a span that is no tool call. */
export function recognise(span: IncomingSpan): CallSpan | null {
	const role = roleOf(span);
	if (role === null) return null;
	const {startedAt, endedAt, traceId, spanId} = span;
	const durationMs = endedAt - startedAt;
	return {
		traceId,
		spanId,
		role,
		call: {
			at: endedAt,
			tool: toolOf(span),
			agent: role === 'server' ? null : agentOf(span),
			durationMs: startedAt > 0 && durationMs >= 0 && durationMs <= longestMs ? durationMs : null,
			category: categoryOf(span),
			target: targetOf(span, role),
		},
	};
}

function roleOf({attributes, kind}: IncomingSpan): CallRole | null {
	const method = attributes.get('mcp.method.name');
	if (method === 'tools/call') return kind === 'server' ? 'server' : 'client';
	// Any other method, even within the execution of a tool, is not the call itself.
	if (method !== undefined) return null;
	const isTool =
		attributes.get('gen_ai.operation.name') === 'execute_tool' ||
		attributes.get('openinference.span.kind') === 'TOOL' ||
		attributes.get('traceloop.span.kind') === 'tool' ||
		(attributes.has('mcp.server.name') && (attributes.has('tool.name') || attributes.has('mcp.tool.name')));
	if (!isTool) return null;
	return kind === 'server' ? 'server' : 'wrapper';
}

function toolOf({attributes, name}: IncomingSpan): string {
	const told = ['gen_ai.tool.name', 'mcp.tool.name', 'tool.name', 'traceloop.entity.name'].map(key =>
		attributes.get(key),
	);
	const tool = told.find(value => typeof value === 'string' && value !== '');
	const [, fromName = ''] = /^(?:tools\/call|execute_tool) (.+)$/.exec(name) ?? [];
	return clean(typeof tool === 'string' ? tool : fromName) || unnamed;
}

/** `unknown_service` is what SDKs put where nobody has given a name. */
function agentOf({attributes, service}: IncomingSpan): string | null {
	const named = attributes.get('gen_ai.agent.name');
	const agent = typeof named === 'string' && named !== '' ? named : service;
	return agent === null || agent.startsWith('unknown_service') ? null : clean(agent) || null;
}

function targetOf({attributes, service}: IncomingSpan, role: CallRole): CallTarget {
	const text = (key: string): string | null => {
		const value = attributes.get(key);
		return typeof value === 'string' && value !== '' ? value : null;
	};
	const url = [text('url.full'), text('mcp.server.origin')].find(one => one !== null && /^https?:/i.test(one));
	const parsed = url && URL.canParse(url) ? new URL(url) : null;
	const address = text('server.address') ?? parsed?.hostname ?? null;
	const names = [text('mcp.server.name'), text('fastmcp.server.name'), role === 'server' ? service : null];
	return {
		address: address === null ? null : clean(address).toLowerCase() || null,
		port: portOf(attributes.get('server.port')) ?? (parsed ? usualPort(parsed) : null),
		path: text('url.path') ?? parsed?.pathname ?? null,
		names: names.filter(name => name !== null).map(clean),
	};
}

const usualPort = ({port, protocol}: URL): number => (port !== '' ? Number(port) : protocol === 'https:' ? 443 : 80);

function portOf(value: unknown): number | null {
	const port = Number(value);
	return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : null;
}

const clean = (text: string): string => plainText(text, longestName);
