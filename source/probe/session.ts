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
import type {CallAnswer} from '../domain/judge-call.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Clock} from '../domain/ports.ts';
import type {Failure, Listing, Phase} from '../domain/probe-result.ts';
import {AnswerError} from './answer-error.ts';
import {DeadlineError, withDeadline} from './deadline.ts';
import {FailureError} from './failure-error.ts';
import type {Link} from './link.ts';
import {listTools} from './list-tools.ts';
import type {Wire} from './session-wire.ts';
import {rpcErrorIn} from './tool-call-error.ts';

/** A session over one link, initialised or stateless: above it, nobody sees the difference. */
export interface Session {
	readonly link: Link;
	/** True where the server keeps nothing between two requests. */
	readonly isStateless: boolean;
	/** Time from the first step until tools can be asked for, ms. */
	readonly connectMs: number;
	/** Lists all tools, within `timeoutMs`; rejects with a `FailureError`. A server without tools is only asked for a sign of life. */
	list(timeoutMs: number, signal: AbortSignal): Promise<Listing>;
	/** Calls one tool, within `timeoutMs`; rejects with a `FailureError` where no answer came. */
	call(name: string, parameters: JsonObject, timeoutMs: number, signal: AbortSignal): Promise<CallAnswer>;
}

/** How requests are put, one at a time. */
export interface Talk {
	/** The request by which a server without tools shows that it is there. */
	readonly signOfLife: string;
	/** Resolves with the `result`, whatever it is; rejects as `Link.explain` understands it. */
	request(method: string, params?: JsonObject): Promise<unknown>;
	/** Lets go of an answer that may still come, and says so where that is the custom. */
	cancel(): void;
}

export interface SessionOptions {
	readonly clock: Clock;
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
	/** Ours, as told to the server. */
	readonly version: string;
	readonly onToolsChanged: () => void;
}

/** The tools are read by our own rules: the SDK's would drop unknown fields, and the whole list for one bad tool. */
const anything = z.unknown();

/** The SDK's own timers only tidy up: the deadlines that count are ours, come first, and take these back. */
const longestMs = 15 * 60_000;

/** What the SDK would compile output schemas with, which no probe needs. */
const noValidator = {
	getValidator:
		<T>(): JsonSchemaValidator<T> =>
		input => ({valid: true, data: input as T, errorMessage: undefined}),
};

/** Connects and initialises. Rejects with a `FailureError` that has its cause; closing the link is the caller's part. */
export async function openSession(link: Link, wire: Wire, options: SessionOptions): Promise<Session> {
	const {clock, timeoutMs, signal, version, onToolsChanged} = options;
	const client = new Client({name: 'langsight', version}, {jsonSchemaValidator: noValidator});
	client.setNotificationHandler(ToolListChangedNotificationSchema, onToolsChanged);
	const startedAt = clock.ticks();
	try {
		const connect = () => client.connect(wire.transport, {timeout: longestMs});
		await withDeadline(clock, timeoutMs, signal, connect);
	} catch (error) {
		throw new FailureError(explain(link, explainAnswer(wire.answer, error), wire.phase, signal), {cause: error});
	}
	const about = describe(wire.answer ?? {});
	return createSession({link, clock, about, talk: createTalk(client), isStateless: false, startedAt});
}

interface SessionParts {
	readonly link: Link;
	readonly clock: Clock;
	readonly about: About;
	readonly talk: Talk;
	readonly isStateless: boolean;
	/** When the opening began, in ticks. */
	readonly startedAt: number;
}

/** A session that is open, whatever opened it. */
export function createSession({link, clock, about, talk, isStateless, startedAt}: SessionParts): Session {
	const hasTools = about.capabilities.tools !== undefined;
	const giveUp = () => {
		talk.cancel();
		link.abortRequests();
	};
	return {
		link,
		isStateless,
		connectMs: clock.ticks() - startedAt,
		async list(timeoutMs, signal) {
			const page = (cursor: string | undefined) => talk.request('tools/list', cursor === undefined ? {} : {cursor});
			try {
				const listed = await withDeadline(clock, timeoutMs, signal, () => (hasTools ? listTools(page) : ping(talk)));
				return {...about, ...listed};
			} catch (error) {
				const isLate = error instanceof DeadlineError;
				if (isLate || signal.aborted) giveUp();
				const told = isLate && !hasTools ? new DeadlineError(error.afterMs, talk.signOfLife) : error;
				throw new FailureError(explain(link, told, 'list_tools', signal), {cause: error});
			}
		},
		async call(name, parameters, timeoutMs, signal) {
			const params = {name, arguments: parameters};
			try {
				return {result: await withDeadline(clock, timeoutMs, signal, () => talk.request('tools/call', params))};
			} catch (error) {
				if (error instanceof DeadlineError || signal.aborted) giveUp();
				const found = explain(link, error, 'call_tool', signal);
				const said = found.category === 'rpc_error' || found.category === 'http_error' ? rpcErrorIn(error) : null;
				if (said) return {error: said};
				throw new FailureError(found, {cause: error});
			}
		},
	};
}

/** One request at a time; cancelling tells the server. */
function createTalk(client: Client): Talk {
	let cancellation = new AbortController();
	return {
		signOfLife: 'ping',
		request(method, params = {}) {
			cancellation = new AbortController();
			const hasParams = Object.keys(params).length > 0;
			const options = {signal: cancellation.signal, timeout: longestMs};
			return client.request(hasParams ? {method, params} : {method}, anything, options);
		},
		cancel: () => cancellation.abort('the deadline is over'),
	};
}

async function ping(talk: Talk): Promise<Pick<Listing, 'tools' | 'malformed'>> {
	try {
		await talk.request(talk.signOfLife);
	} catch (error) {
		// A server that does not know ping has answered all the same.
		if (!(error instanceof McpError && error.code === ErrorCode.MethodNotFound)) throw error;
	}
	return {tools: [], malformed: []};
}

/** Explains an error on a link: what was given up, what the answer itself shows, or what the link has seen. */
export function explain(link: Link, error: unknown, phase: Phase, signal: AbortSignal): Failure {
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

/** What a server says of itself when a session is opened. */
export type About = Omit<Listing, 'tools' | 'malformed'>;

/** Reads what a server says of itself, cleaned; whatever is missing is empty. */
export function describe(answer: JsonObject): About {
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
