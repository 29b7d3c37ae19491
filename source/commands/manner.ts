import {chooseServers} from './choose-servers.ts';
import type {Outside} from './command.ts';
import {readConfigFleet} from './config-fleet.ts';
import type {Flags} from './flags.ts';
import type {FleetSource} from './fleet-source.ts';
import type {Log} from './log.ts';
import type {Reading} from './reloading.ts';

/** How a process watches a fleet. */
export interface Manner {
	/** No screen shows the fleet in this process. */
	readonly isHeadless: boolean;
	/** Reads the configuration again; null where the servers come from none. */
	readonly reread: (() => Promise<Reading>) | null;
	/** Ends the process, because somebody has asked for that; null where that is for the person at its screen alone. */
	readonly end: (() => void) | null;
	readonly log: Log;
	/** The file that the output goes to; null where others decide. */
	readonly logFile: string | null;
}

/** Reads the file that a fleet was read from again, and chooses among its servers as before. */
export function rereader(
	{security: {file}}: FleetSource,
	flags: Flags,
	outside: Outside,
): (() => Promise<Reading>) | null {
	if (file === null) return null;
	return async () => {
		const source = await readConfigFleet({...flags, config: file}, outside);
		return {source, servers: chooseServers(source.servers, flags).servers};
	};
}
