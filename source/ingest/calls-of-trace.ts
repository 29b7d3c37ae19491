import type {Category} from '../domain/categories.ts';
import type {CallTarget, ToolCall} from '../domain/tool-call.ts';
import type {CallSpan} from './recognise.ts';

/** A span of a trace as it is remembered: who its parent is, and what it tells of a call. */
export interface TraceSpan {
	readonly parentId: string;
	/** Null for a span that is no call: it may still lie between two that are. */
	readonly told: CallSpan | null;
	/** How the call was counted that it is part of; null while it was not. */
	counted: 'fine' | 'failed' | null;
}

/**
 * The calls of one trace that have not been counted yet, and marks them as counted. A call is told by up to three kinds
 * of span: the agent's framework wraps it (`execute_tool`), its MCP client makes it (CLIENT), and the server serves it
 * (SERVER). They lie within each other, perhaps with spans of HTTP between, and are one call: that of the outermost
 * client. A server that calls on, as a gateway does, makes another one.
 */
export function takeCalls(spans: ReadonlyMap<string, TraceSpan>): readonly ToolCall[] {
	const inner = new Map<TraceSpan, TraceSpan[]>();
	const roots: TraceSpan[] = [];
	for (const span of spans.values()) {
		if (span.told === null) continue;
		const outer = outerOf(span, span.told, spans);
		if (!outer) {
			roots.push(span);
			continue;
		}
		const others = inner.get(outer);
		if (others) others.push(span);
		else inner.set(outer, [span]);
	}
	return roots.flatMap(root => callsUnder(root, inner));
}

/** Beyond it nothing is taken for the same call. Spans that are each other's parents are no call at all. */
const deepest = 64;

/** The nearest span around this one that tells of the same call; null where it is the outermost. */
function outerOf(span: TraceSpan, told: CallSpan, spans: ReadonlyMap<string, TraceSpan>): TraceSpan | null {
	let outer = spans.get(span.parentId);
	for (let depth = 0; outer && outer.told === null && depth < deepest; depth++) outer = spans.get(outer.parentId);
	if (!outer?.told || outer === span) return null;
	const isCalledOn = outer.told.role === 'server' && told.role === 'client';
	return !isCalledOn && isSameTool(outer.told.call.tool, told.call.tool) ? outer : null;
}

/** Frameworks put the server's name before the tool's. */
const isSameTool = (a: string, b: string): boolean => a === b || isSuffix(a, b) || isSuffix(b, a);
const isSuffix = (long: string, short: string): boolean =>
	long.endsWith(short) && /[^\p{L}\p{N}]/u.test(long.charAt(long.length - short.length - 1));

type Inner = ReadonlyMap<TraceSpan, readonly TraceSpan[]>;

function callsUnder(root: TraceSpan, inner: Inner): ToolCall[] {
	const {wrappers, clients} = clientsUnder(root, inner);
	if (clients.length === 0) return count(allUnder(root, inner), []);
	// A wrapper that was counted while its client was not known yet stands for the first one.
	for (const wrapper of wrappers) {
		const first = clients.find(({counted}) => counted === null);
		if (first) first.counted = wrapper.counted;
		wrapper.counted = null;
	}
	return clients.flatMap(client =>
		count(allUnder(client, inner), clients.length === 1 ? wrappers : wrappers.map(fine)),
	);
}

/** With several clients under it, it is not known whose failure a wrapper tells of. */
const fine = (span: TraceSpan): TraceSpan =>
	span.told ? {...span, told: {...span.told, call: {...span.told.call, category: null}}} : span;

/** The outermost clients, and the wrappers around them. */
function clientsUnder(root: TraceSpan, inner: Inner): {wrappers: TraceSpan[]; clients: TraceSpan[]} {
	const wrappers: TraceSpan[] = [];
	const clients: TraceSpan[] = [];
	const waiting = [root];
	for (let span = waiting.pop(); span; span = waiting.pop()) {
		if (span.told?.role === 'client') clients.push(span);
		else if (span.told?.role === 'wrapper') {
			wrappers.push(span);
			waiting.push(...(inner.get(span) ?? []));
		}
	}
	return {wrappers, clients};
}

function allUnder(root: TraceSpan, inner: Inner): TraceSpan[] {
	const all: TraceSpan[] = [];
	const waiting = [root];
	for (let span = waiting.pop(); span; span = waiting.pop()) {
		all.push(span);
		waiting.push(...(inner.get(span) ?? []));
	}
	return all;
}

/** What the spans tell of one call, unless that has been counted before; a failure that comes to light later is. */
function count(members: readonly TraceSpan[], around: readonly TraceSpan[]): ToolCall[] {
	const call = join([...members, ...around].flatMap(({told}) => told ?? []));
	const before = members.find(({counted}) => counted !== null)?.counted ?? null;
	const isNew = before === null || (before === 'fine' && call !== null && call.category !== null);
	for (const member of members) member.counted = isNew ? (call?.category == null ? 'fine' : 'failed') : before;
	return call && isNew ? [call] : [];
}

const ranks: Readonly<Record<CallSpan['role'], number>> = {client: 0, wrapper: 1, server: 2};
const mostNames = 8;

function join(told: readonly CallSpan[]): ToolCall | null {
	const sorted = [...told].sort((a, b) => ranks[a.role] - ranks[b.role]);
	const [main] = sorted;
	if (!main) return null;
	const agents = [...told.filter(({role}) => role === 'wrapper'), ...sorted].map(({call}) => call.agent);
	return {
		...main.call,
		agent: agents.find(agent => agent !== null) ?? null,
		category: gravest(sorted.map(({call}) => call.category)),
		target: joinTargets(sorted.map(({call}) => call.target)),
	};
}

/** `tool_error` says no more than that it failed: a code says why. */
function gravest(categories: readonly (Category | null)[]): Category | null {
	const failed = categories.filter(category => category !== null);
	return failed.find(category => category !== 'tool_error') ?? failed[0] ?? null;
}

function joinTargets(targets: readonly CallTarget[]): CallTarget {
	const placed = targets.find(({address}) => address !== null);
	return {
		address: placed?.address ?? null,
		port: placed?.port ?? null,
		path: placed?.path ?? null,
		names: [...new Set(targets.flatMap(({names}) => names))].slice(0, mostNames),
	};
}
