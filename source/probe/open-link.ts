import type {Clock} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import type {Link} from './link.ts';
import type {Ledger} from './process-ledger.ts';
import {openSseLink} from './sse-link.ts';
import {createStdioLink} from './stdio-link.ts';
import {openStreamableLink} from './streamable-link.ts';

/** Makes a fresh link to a server, not connected yet. */
export type OpenLink = (server: Server) => Link;

/**
 * The transports there are, each with its link.
 * @param listens see `ProberParts`
 */
export function createOpenLink(clock: Clock, ledger: Ledger, listens = true): OpenLink {
	return server => {
		switch (server.transport) {
			case 'stdio':
				return createStdioLink(server, clock, ledger);
			case 'sse':
				return openSseLink(server, {clock});
			case 'streamable_http':
				return openStreamableLink(server, {clock, listens});
		}
	};
}
