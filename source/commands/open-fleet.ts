import {claimStore} from '../control/ownership.ts';
import type {Fleet} from '../domain/fleet.ts';
import type {Server} from '../domain/server.ts';
import type {Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {createParts, type FleetParts} from './fleet-parts.ts';
import {aboutSource, type FleetSource, openSource, reap} from './fleet-source.ts';

/** A fleet that is ready to be checked once. */
export interface OpenedFleet {
	readonly source: FleetSource;
	readonly servers: readonly Server[];
	readonly about: Pick<Fleet, 'name' | 'isDemo' | 'host' | 'intervalMs' | 'warnings'>;
	readonly parts: FleetParts;
	/** What the user should know, as it stands now. */
	warnings(): readonly string[];
	close(): Promise<void>;
}

/** Opens the fleet, and its store for writing if nobody else does. */
export async function openFleet(flags: Flags, outside: Outside): Promise<OpenedFleet> {
	const source = await openSource(flags, outside);
	await reap(outside);
	const claim = await claimStore(source.storeFolder);
	const warnings = [...source.warnings, ...(claim.isOwner ? [] : [describeOwner(source.storeFolder, claim.pid)])];
	const parts = createParts(source, claim.isOwner, outside, false);
	return {
		source,
		servers: source.servers,
		about: aboutSource(source, warnings),
		parts,
		warnings: () => [...warnings, ...[parts.history.problem.getSnapshot()].filter(problem => problem !== null)],
		async close() {
			if (claim.isOwner) await claim.release();
			await source.close();
		},
	};
}

const describeOwner = (folder: string, pid: number | null): string =>
	pid === null
		? `history in ${folder} cannot be written: this run leaves no trace there`
		: `another LangSight (process ${pid}) keeps the history in ${folder}: this one only reads it`;
