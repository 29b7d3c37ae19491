import type {Clock} from '../domain/ports.ts';
import type {FreshLook} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import {failureOf} from './failure-error.ts';
import {createLinkHolder} from './link-holder.ts';
import type {OpenLink} from './open-link.ts';
import {createOpener} from './session-opener.ts';

export interface SecondSessionParts {
	readonly clock: Clock;
	readonly openLink: OpenLink;
	readonly version: string;
}

/** Opens sessions beside the one that is held, to tell a sick session from a sick server. */
export interface SecondSession {
	/** Opens one, lists the tools and lets it go, within the server's deadline. Null when it was given up. */
	look(signal: AbortSignal): Promise<FreshLook | null>;
	/** Resolves when everything that was opened is closed, in bounded time. */
	settled(): Promise<void>;
}

export function createSecondSession(server: Server, {clock, openLink, version}: SecondSessionParts): SecondSession {
	const links = createLinkHolder(clock, () => {});
	const opener = createOpener(server, {
		clock,
		version,
		onToolsChanged() {},
		takeLink: async () => links.hold(openLink(server)),
		isCurrent: link => links.current() === link,
	});
	return {
		async look(signal) {
			const startedAt = clock.ticks();
			try {
				const session = await opener.open(server.timeoutMs, signal);
				const remainingMs = Math.max(1, Math.ceil(server.timeoutMs - (clock.ticks() - startedAt)));
				await session.list(remainingMs, signal);
				return {failure: null};
			} catch (error) {
				return signal.aborted ? null : {failure: failureOf(error)};
			} finally {
				links.drop();
				links.takeNotes();
			}
		},
		settled: links.settled,
	};
}
