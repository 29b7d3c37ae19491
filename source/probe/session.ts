import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {
	ErrorCode,
	McpError,
	SUPPORTED_PROTOCOL_VERSIONS,
	ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type {JsonSchemaValidator} from '@modelcontextprotocol/sdk/validation/types.js';
import * as z from 'zod';
import {failure} from '../domain/classify.ts';
import {isObject, type JsonObject} from '../domain/json.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Clock} from '../domain/ports.ts';
import type {Failure, Listing, Phase} from '../domain/probe-result.ts';
import {AnswerError} from './answer-error.ts';
import {DeadlineError, withDeadline} from './deadline.ts';
import {FailureError} from './failure-error.ts';
import type {Link} from './link.ts';
import {listTools} from './list-tools.ts';

/** An initialised session over one link. */
export interface Session {
	readonly link: Link;
	/** Time from the first step to the end of initialize, ms. */
	readonly connectMs: number;
	/** Lists all tools, within `timeoutMs`; rejects with a `FailureError`. A server without tools is pinged instead. */
	list(timeoutMs: number, signal: AbortSignal): Promise<Listing>;
}

export interface SessionOptions {
	readonly clock: Clock;
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
	/** Ours, as told to the server. */
	readonly version: string;
	readonly onToolsChanged: () => void;
}

/** The SDK's own timers only tidy up; the deadlines that count are ours and come first. */
const sdkGraceMs = 1000;

/** The tools are read by our own rules: the SDK's would drop unknown fields, and the whole list for one bad tool. */
const anything = z.unknown();

/** What the SDK would compile output schemas with, which no probe needs. */
const noValidator = {
	getValidator:
		<T>(): JsonSchemaValidator<T> =>
		input => ({valid: true, data: input as T, errorMessage: undefined}),
};

/** Connects and initialises. Rejects with a `FailureError`; closing the link is the caller's part. */
export async function openSession(link: Link, options: SessionOptions): Promise<Session> {
	const {clock, timeoutMs, signal, version, onToolsChanged} = options;
	const client = new Client({name: 'langsight', version}, {jsonSchemaValidator: noValidator});
	client.setNotificationHandler(ToolListChangedNotificationSchema, onToolsChanged);
	const watched = watchOpening(link);
	const startedAt = clock.ticks();
	try {
		const timeout = timeoutMs + sdkGraceMs;
		await withDeadline(clock, timeoutMs, signal, () => client.connect(link.transport, {timeout}));
	} catch (error) {
		const {phase, answer} = watched;
		throw new FailureError(explain(link, explainAnswer(answer, error), phase, signal), {cause: error});
	}
	const about = describe(watched.answer ?? {});
	return {
		link,
		connectMs: clock.ticks() - startedAt,
		async list(listTimeoutMs, listSignal) {
			const hasTools = about.capabilities.tools !== undefined;
			const ask = createAsk(client, listTimeoutMs);
			try {
				const listed = await withDeadline(clock, listTimeoutMs, listSignal, () =>
					hasTools ? listTools(cursor => ask.request('tools/list', cursor)) : ping(ask),
				);
				return {...about, ...listed};
			} catch (error) {
				if (error instanceof DeadlineError || listSignal.aborted) {
					ask.cancel();
					link.abortRequests();
				}
				const late = error instanceof DeadlineError && !hasTools ? new DeadlineError(error.afterMs, 'ping') : error;
				throw new FailureError(explain(link, late, 'list_tools', listSignal), {cause: error});
			}
		},
	};
}

/** Sees what the SDK keeps to itself: how far the connection came, and what initialize was answered with, unchanged. */
function watchOpening({transport}: Link): {readonly phase: Phase; readonly answer: JsonObject | null} {
	const watched: {phase: Phase; answer: JsonObject | null} = {phase: 'connect', answer: null};
	const start = transport.start.bind(transport);
	transport.start = async () => {
		const {onmessage} = transport;
		transport.onmessage = (message, extra) => {
			if (watched.answer === null && 'result' in message) watched.answer = message.result as JsonObject;
			try {
				onmessage?.(message, extra);
			} catch {
				// The SDK prints what it did not expect into an error, which fails for what is nested too deeply.
			}
		};
		await start();
		watched.phase = 'initialize';
	};
	return watched;
}

/** One request at a time; cancelling tells the server, and lets go of an answer that may still come. */
function createAsk(client: Client, timeoutMs: number) {
	let cancellation = new AbortController();
	return {
		request(method: string, cursor?: string): Promise<unknown> {
			cancellation = new AbortController();
			const request = cursor === undefined ? {method} : {method, params: {cursor}};
			return client.request(request, anything, {signal: cancellation.signal, timeout: timeoutMs + sdkGraceMs});
		},
		cancel: () => cancellation.abort('the deadline is over'),
	};
}

async function ping(ask: {request(method: string): Promise<unknown>}): Promise<Pick<Listing, 'tools' | 'malformed'>> {
	try {
		await ask.request('ping');
	} catch (error) {
		// A server that does not know ping has answered all the same.
		if (!(error instanceof McpError && error.code === ErrorCode.MethodNotFound)) throw error;
	}
	return {tools: [], malformed: []};
}

function explain(link: Link, error: unknown, phase: Phase, signal: AbortSignal): Failure {
	if (signal.aborted) return failure('timeout', phase, 'the check was given up');
	if (error instanceof AnswerError) return failure(error.category, phase, error.message, {hint: error.hint});
	return link.explain(error, phase);
}

/** The SDK names neither the version nor the field that it refuses in an answer to initialize. */
function explainAnswer(answer: JsonObject | null, error: unknown): unknown {
	const version = answer?.protocolVersion;
	if (typeof version === 'string' && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) {
		const hint = `in common would be ${SUPPORTED_PROTOCOL_VERSIONS.slice(0, 3).join(', ')}`;
		return new AnswerError('unsupported_version', `answers with protocol version ${version}`, hint);
	}
	const refused = error instanceof Error && 'issues' in error && Array.isArray(error.issues) ? error.issues : [];
	const paths = refused.map((issue: {path?: unknown}) => (Array.isArray(issue.path) ? issue.path.join('.') : ''));
	if (paths.length === 0) return error;
	return new AnswerError('invalid_schema', `the answer to initialize has a wrong ${paths.slice(0, 3).join(', ')}`);
}

function describe(answer: JsonObject): Omit<Listing, 'tools' | 'malformed'> {
	const {protocolVersion, serverInfo, capabilities, instructions} = answer;
	const {name, version} = isObject(serverInfo) ? serverInfo : ({} as JsonObject);
	return {
		protocolVersion: textOrNull(protocolVersion),
		serverInfo: {name: plainText(String(name ?? ''), 100), version: plainText(String(version ?? ''), 100)},
		capabilities: isObject(capabilities) ? capabilities : {},
		instructions: textOrNull(instructions),
	};
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
