import type {SecurityReport} from '../domain/security-finding.ts';
import type {SecurityContext} from './context.ts';
import {scanServer} from './scan-server.ts';
import {indexTools} from './tool-index.ts';

/** What is known of one server; the rest of its context it shares with the fleet. */
export type Scanned = Pick<SecurityContext, 'server' | 'written' | 'listing' | 'failure' | 'tls' | 'file' | 'packages'>;

/** What is the same for all servers. */
export type Shared = Pick<SecurityContext, 'advisories' | 'osv' | 'home' | 'now'>;

/** Judges a fleet, one report for each server in their order. Does no I/O and never throws, whatever a server says. */
export function scanFleet(
	servers: readonly Scanned[],
	shared: Shared,
	ignore: readonly string[],
): readonly SecurityReport[] {
	const fleetTools = indexTools(servers);
	return servers.map(one => scanServer({...one, ...shared, fleetTools}, ignore));
}
