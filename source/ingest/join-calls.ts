import type {Cancel, Clock} from '../domain/ports.ts';
import type {ToolCall} from '../domain/tool-call.ts';
import {type TraceSpan, takeCalls} from './calls-of-trace.ts';
import {recognise} from './recognise.ts';
import type {IncomingSpan} from './span.ts';

/** Makes calls of spans, each once, however many spans tell of it and in whatever order and requests they come. */
export interface CallJoiner {
	add(spans: readonly IncomingSpan[]): void;
	/** Hands on what waits. */
	close: Cancel;
}

interface Parts {
	readonly clock: Clock;
	readonly take: (calls: readonly ToolCall[]) => void;
}

interface Trace {
	readonly spans: Map<string, TraceSpan>;
	/** When its calls are taken, ticks; null while there are no new ones. */
	dueAt: number | null;
	touchedAt: number;
}

/** SDKs send their spans in batches, every 5 s unless told otherwise: by then all that tell of one call have come. */
export const settleMs = 6000;
const sweepMs = 1000;
/** So long a trace is remembered after its last span, so that what comes late is not counted again. */
const keptMs = 120_000;
/** Bounds the memory: traces that were not added to for longest go first. */
const mostSpans = 30_000;
const mostSpansPerTrace = 4000;

export function createCallJoiner({clock, take}: Parts): CallJoiner {
	/** Those that were added to last are last. */
	const traces = new Map<string, Trace>();
	let size = 0;
	let cancelSweep: Cancel | null = null;

	function add(spans: readonly IncomingSpan[]): void {
		const calls: ToolCall[] = [];
		for (const span of spans) {
			const told = recognise(span);
			// What has no identity can be joined with nothing.
			if (span.traceId === '' || span.spanId === '') calls.push(...(told ? [told.call] : []));
			else remember(span.traceId, span.spanId, {parentId: span.parentId, told, counted: null}, calls);
		}
		makeRoom(calls);
		if (calls.length > 0) take(calls);
		if (traces.size > 0) cancelSweep ??= clock.after(sweepMs, sweep);
	}

	function remember(traceId: string, spanId: string, span: TraceSpan, calls: ToolCall[]): void {
		const now = clock.ticks();
		const trace = traces.get(traceId) ?? {spans: new Map(), dueAt: null, touchedAt: now};
		// An exporter that had no answer sends the same again.
		if (trace.spans.has(spanId)) return;
		traces.delete(traceId);
		traces.set(traceId, trace);
		trace.spans.set(spanId, span);
		trace.touchedAt = now;
		size++;
		if (span.told) trace.dueAt ??= now + settleMs;
		if (trace.spans.size > mostSpansPerTrace) halve(trace, calls);
	}

	function halve(trace: Trace, calls: ToolCall[]): void {
		settle(trace, calls);
		for (const id of [...trace.spans.keys()].slice(0, mostSpansPerTrace / 2)) trace.spans.delete(id);
		size -= mostSpansPerTrace / 2;
	}

	function settle(trace: Trace, calls: ToolCall[]): void {
		if (trace.dueAt === null) return;
		trace.dueAt = null;
		for (const call of takeCalls(trace.spans)) calls.push(call);
	}

	function forget(traceId: string, trace: Trace, calls: ToolCall[]): void {
		settle(trace, calls);
		traces.delete(traceId);
		size -= trace.spans.size;
	}

	function makeRoom(calls: ToolCall[]): void {
		for (const [id, trace] of traces) {
			if (size <= mostSpans) return;
			forget(id, trace, calls);
		}
	}

	function sweep(): void {
		const now = clock.ticks();
		const calls: ToolCall[] = [];
		for (const [id, trace] of traces) {
			if (trace.dueAt !== null && trace.dueAt <= now) settle(trace, calls);
			if (now - trace.touchedAt >= keptMs) forget(id, trace, calls);
		}
		cancelSweep = traces.size > 0 ? clock.after(sweepMs, sweep) : null;
		if (calls.length > 0) take(calls);
	}

	return {
		add,
		close() {
			cancelSweep?.();
			const calls: ToolCall[] = [];
			for (const [id, trace] of traces) forget(id, trace, calls);
			if (calls.length > 0) take(calls);
		},
	};
}
