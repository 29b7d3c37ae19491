import {homedir} from 'node:os';
import {join} from 'node:path';
import type {ServerState} from '../domain/fleet.ts';
import type {LookUpTls} from '../domain/ports.ts';
import type {SecurityReport} from '../domain/security-finding.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {shippedAdvisories} from '../security/advisories.ts';
import {readFileFact} from '../security/file-fact.ts';
import {createOsvClient, osvAddress} from '../security/osv-client.ts';
import {findPackages} from '../security/package-facts.ts';
import {packagesToAsk} from '../security/packages-to-ask.ts';
import {type Scanned, scanFleet} from '../security/scan-fleet.ts';
import type {FleetSource} from './fleet-source.ts';

/** Looks at everything that security checks are about, and judges it; a report for each server, in their order. */
export async function securityReports(
	{security}: Pick<FleetSource, 'security'>,
	states: readonly ServerState[],
	lookUpTls: LookUpTls,
	signal: AbortSignal,
): Promise<readonly SecurityReport[]> {
	const home = homedir();
	const file = security.file === null ? null : await readFileFact(security.file);
	const surroundings = {folder: security.folder, npmCache: join(home, '.npm')};
	const scanned = await Promise.all(
		states.map(
			async ({server, listing, health, tls}): Promise<Scanned> => ({
				server,
				written: security.written.get(server.name) ?? [],
				listing,
				failure: health.failure?.category ?? null,
				tls: tls ?? (server.transport === 'stdio' ? null : await lookUpTls(server)),
				file,
				packages: server.transport === 'stdio' ? await findPackages(server, surroundings) : null,
			}),
		),
	);
	const {osv, ignore} = security.settings;
	const client = osv ? createOsvClient({url: osvAddress, clock: systemClock}) : null;
	const answer = client ? await client.ask(packagesToAsk(scanned), signal) : null;
	const shared = {advisories: shippedAdvisories, osv: answer, home, now: systemClock.now()};
	return scanFleet(scanned, shared, ignore);
}
