import {SUPPORTED_PROTOCOL_VERSIONS} from '@modelcontextprotocol/sdk/types.js';
import type {Category} from '../domain/categories.ts';
import {classifyUnsupported} from '../domain/classify.ts';
import type {Clock} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {FailureError, failureOf} from './failure-error.ts';
import type {Link} from './link.ts';
import {openSession, type Session} from './session.ts';
import {createWire, type Wire} from './session-wire.ts';
import {statelessVersion} from './stateless-meta.ts';
import {supportedByRefusal} from './stateless-refusal.ts';
import {openStatelessSession} from './stateless-session.ts';

/** Opens sessions to one server, in the era that it speaks. */
export interface Opener {
	/** Rejects with a `FailureError`; closing what was taken is the caller's part. */
	open(timeoutMs: number, signal: AbortSignal): Promise<Session>;
}

export interface OpenerParts {
	readonly clock: Clock;
	readonly version: string;
	readonly onToolsChanged: () => void;
	/** Makes a fresh link the current one. */
	takeLink(signal: AbortSignal): Promise<Link>;
	/** False for a link that has ended by itself. */
	isCurrent(link: Link): boolean;
}

/** One opening, whatever it takes: a deadline, and what is left of it. */
interface Turn {
	readonly deadlineMs: number;
	readonly leftMs: () => number;
	readonly signal: AbortSignal;
}

/**
 * Sessions begin with `initialize`, and a server that turns it away as one of the stateless era is asked in that era.
 * That is remembered for as long as it works.
 */
export function createOpener(server: Server, parts: OpenerParts): Opener {
	const {clock, version, onToolsChanged, takeLink, isCurrent} = parts;
	const tellsCancellation = server.transport === 'stdio';
	let isStateless = false;

	async function openStateless(link: Link, wire: Wire, {leftMs, deadlineMs, signal}: Turn): Promise<Session> {
		const options = {clock, version, timeoutMs: leftMs(), deadlineMs, signal, tellsCancellation};
		const session = await openStatelessSession(link, wire, options);
		isStateless = true;
		return session;
	}

	async function open(timeoutMs: number, signal: AbortSignal): Promise<Session> {
		let link = await takeLink(signal);
		const startedAt = clock.ticks();
		const leftMs = () => Math.max(1, Math.ceil(timeoutMs - (clock.ticks() - startedAt)));
		const turn: Turn = {deadlineMs: timeoutMs, leftMs, signal};
		if (isStateless) {
			try {
				return await openStateless(link, createWire(link.transport), turn);
			} catch (error) {
				isStateless = false;
				if (!isAnswer(error)) throw error;
				link = await takeLink(signal);
			}
		}
		const wire = createWire(link.transport);
		try {
			return await openSession(link, wire, {clock, timeoutMs: leftMs(), signal, version, onToolsChanged});
		} catch (error) {
			const supported = supportedByRefusal(error instanceof Error ? error.cause : null);
			if (supported === null) throw error;
			if (supported.length > 0 && !supported.includes(statelessVersion)) throw unsupported(supported);
			return await followRefusal(error, link, wire, turn);
		}
	}

	/** Goes on over the same connection; a process may have ended itself with its refusal, and gets a successor. */
	async function followRefusal(refused: unknown, link: Link, wire: Wire, turn: Turn): Promise<Session> {
		try {
			return await openStateless(link, wire, turn).catch(async (error: unknown) => {
				if (isCurrent(link) || turn.signal.aborted) throw error;
				const second = await takeLink(turn.signal);
				return openStateless(second, createWire(second.transport), turn);
			});
		} catch (error) {
			const supported = supportedByRefusal(error instanceof Error ? error.cause : null) ?? [];
			if (supported.length > 0 && !supported.includes(statelessVersion)) throw unsupported(supported);
			// It knows neither: that it refused to initialize is the better part of the story.
			throw isAnswer(error) && failureOf(error).category !== 'unsupported_version' ? refused : error;
		}
	}

	return {open};
}

const unsupported = (supported: readonly string[]): FailureError => {
	const ours = [statelessVersion, ...SUPPORTED_PROTOCOL_VERSIONS];
	return new FailureError(classifyUnsupported(supported, ours, 'initialize'));
};

/** Failures that are an answer of the server itself, and so tell something of its era. */
const answers: ReadonlySet<Category> = new Set<Category>([
	'rpc_error',
	'unsupported_version',
	'http_error',
	'not_found',
	'protocol',
	'invalid_schema',
]);

const isAnswer = (error: unknown): boolean => answers.has(failureOf(error).category);
