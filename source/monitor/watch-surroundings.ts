import type {Clock, CreateAgentWatch, History, LookUpTls, ScanSecurity} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {gradeServers} from './grade-servers.ts';
import {watchAgents} from './watch-agents.ts';
import {watchCertificates} from './watch-certificates.ts';
import type {Watcher} from './watcher.ts';

/** What is looked at apart from the checks: agents' own processes, certificates and grades. */
export interface Surroundings {
	/** The fleet is another one now; its watchers are there already. */
	reload(servers: readonly Server[], settings: {readonly scanSecurity?: ScanSecurity}): void;
	stop(): void;
}

interface Parts {
	readonly clock: Clock;
	readonly history: History;
	readonly createAgentWatch?: CreateAgentWatch;
	readonly lookUpTls?: LookUpTls;
	readonly scanSecurity?: ScanSecurity;
	/** No check begins by itself. */
	readonly isPaused: () => boolean;
}

export function watchSurroundings(
	servers: readonly Server[],
	watchers: ReadonlyMap<string, Watcher>,
	parts: Parts,
): Surroundings {
	const {clock, history} = parts;
	const agents = watchAgents(watchers, parts);
	const certificates = watchCertificates(watchers, parts);
	let stopGrades = gradeServers(watchers, parts);
	agents.watch(servers);
	return {
		reload(next, {scanSecurity}) {
			agents.watch(next);
			certificates.lookSoon();
			stopGrades();
			stopGrades = gradeServers(watchers, {clock, history, ...(scanSecurity && {scanSecurity})});
		},
		stop() {
			agents.stop();
			certificates.stop();
			stopGrades();
		},
	};
}
