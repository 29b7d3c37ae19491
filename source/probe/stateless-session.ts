import {isObject, type JsonObject} from '../domain/json.ts';
import {AnswerError} from './answer-error.ts';
import {DeadlineError, withDeadline} from './deadline.ts';
import {FailureError} from './failure-error.ts';
import type {Link} from './link.ts';
import {createSession, describe, explain, type Session, type SessionOptions} from './session.ts';
import type {Wire} from './session-wire.ts';
import {serverInfoKey, statelessVersion} from './stateless-meta.ts';
import {versionsIn} from './stateless-refusal.ts';
import {createStatelessTalk, type StatelessTalkOptions} from './stateless-talk.ts';

interface Options extends Omit<SessionOptions, 'onToolsChanged'>, StatelessTalkOptions {
	/** The whole deadline, of which `timeoutMs` is left: what a timeout is told as. */
	readonly deadlineMs: number;
}

/**
 * Meets a server of the stateless revision (MCP 2026-07-28): asks what it is, once, and nothing more is to be opened.
 * Rejects with a `FailureError` that has its cause. The wire may be started already.
 */
export async function openStatelessSession(link: Link, wire: Wire, options: Options): Promise<Session> {
	const {clock, timeoutMs, signal} = options;
	const startedAt = clock.ticks();
	const talk = createStatelessTalk(wire.transport, options);
	try {
		const discovered = await withDeadline(clock, timeoutMs, signal, async () => {
			await wire.transport.start();
			wire.transport.setProtocolVersion?.(statelessVersion);
			return talk.request('server/discover');
		});
		const about = describe(aboutIn(discovered));
		return createSession({link, clock, about, talk, isStateless: true, startedAt});
	} catch (error) {
		const {phase} = wire;
		const isLate = error instanceof DeadlineError && phase === 'initialize';
		const told = isLate ? new DeadlineError(options.deadlineMs, 'server/discover') : error;
		throw new FailureError(explain(link, told, phase, signal), {cause: error});
	}
}

/** The answer in the form of one to `initialize`. */
function aboutIn(discovered: unknown): JsonObject {
	if (!isObject(discovered)) {
		throw new AnswerError('invalid_schema', 'the answer to server/discover is not an object');
	}
	const {supportedVersions, capabilities, instructions, _meta, serverInfo} = discovered;
	const versions = versionsIn({supported: supportedVersions});
	if (versions.length > 0 && !versions.includes(statelessVersion)) {
		throw new AnswerError('unsupported_version', `supports only protocol version ${versions.slice(0, 5).join(', ')}`);
	}
	const info = isObject(_meta) ? _meta[serverInfoKey] : undefined;
	return {protocolVersion: statelessVersion, capabilities, instructions, serverInfo: info ?? serverInfo};
}
