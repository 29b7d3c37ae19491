import {readFileSync} from 'node:fs';
import type {Listing} from '../../source/domain/probe-result.ts';
import type {Server} from '../../source/domain/server.ts';
import {textsOfServer} from '../../source/domain/written-text.ts';
import {shippedAdvisories} from '../../source/security/advisories.ts';
import type {SecurityContext} from '../../source/security/context.ts';
import {stdioServer} from '../helpers/fleet.ts';

/** A week after the advisory list's day. */
export const soon = Date.UTC(2026, 11, 2);

/** What real servers of the MCP project say of themselves, recorded from the packages in `devDependencies`. */
export const recorded = ['everything', 'filesystem', 'memory', 'postgres', 'sequential-thinking'] as const;

export const recordedListing = (name: (typeof recorded)[number]): Listing =>
	JSON.parse(readFileSync(new URL(`../../fixtures/listings/${name}.json`, import.meta.url), 'utf8')) as Listing;

/** A server of which little is known, with its own texts as written. */
export const contextOf = (server: Server, changes: Partial<SecurityContext> = {}): SecurityContext => ({
	server,
	written: textsOfServer(server),
	listing: null,
	failure: null,
	tls: null,
	fleetTools: new Map(),
	file: null,
	packages: null,
	advisories: shippedAdvisories,
	osv: null,
	home: '/home/ann',
	now: soon,
	...changes,
});

/** A stdio server by its command line, words apart by spaces. */
export const started = (line: string, env: Record<string, string> = {}) => {
	const [command = '', ...args] = line.split(' ');
	return stdioServer('it', {command, args, env});
};
