import {createHash} from 'node:crypto';
import {availableParallelism, homedir, hostname} from 'node:os';
import {join} from 'node:path';
import {claimStore} from '../control/ownership.ts';
import type {Fleet} from '../domain/fleet.ts';
import type {CreateAgentWatch} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {createJsonHistory} from '../history/json-history.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {createProberFactory} from '../probe/prober.ts';
import {createLedger} from '../probe/process-ledger.ts';
import {reapOrphans} from '../probe/process-orphans.ts';
import {createAgentWatch} from '../probe/processes/watch-agents.ts';
import {createTlsFacts} from '../probe/tls-facts.ts';
import type {Flags, Outside} from './command.ts';
import {readConfigFleet} from './config-fleet.ts';
import {startDemo} from './demo-fleet.ts';

/** A fleet that is ready to be watched or checked, with the parts that both take. */
export interface OpenedFleet {
	readonly servers: readonly Server[];
	readonly about: Pick<Fleet, 'name' | 'isDemo' | 'host' | 'intervalMs' | 'warnings'>;
	readonly isColored: boolean;
	readonly parts: ReturnType<typeof createParts>;
	/** What the user should know, as it stands now. */
	warnings(): readonly string[];
	close(): Promise<void>;
}

/** Where servers come from: the configuration, or the demo. */
export interface FleetSource {
	readonly name: string;
	readonly isDemo: boolean;
	readonly servers: readonly Server[];
	readonly intervalMs: number;
	readonly confirmIntervalMs: number;
	readonly maxConcurrentChecks: number;
	readonly storeFolder: string;
	readonly warnings: readonly string[];
	close(): Promise<void>;
}

/** Reads the configuration (or starts the demo), claims the store, and reaps what a killed monitor left behind. */
export async function openFleet(flags: Flags, outside: Outside): Promise<OpenedFleet> {
	const source = flags.demo ? await startDemo(flags, outside) : await readConfigFleet(flags, outside);
	const runFolder = join(outside.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'langsight', 'run');
	await reapOrphans(runFolder);
	const claim = await claimStore(source.storeFolder);
	const warnings = [...source.warnings, ...(claim.isOwner ? [] : [describeOwner(source.storeFolder, claim.pid)])];
	const parts = createParts(source, claim.isOwner, runFolder, outside.version);
	return {
		servers: source.servers,
		about: {name: source.name, isDemo: source.isDemo, host: hostname(), intervalMs: source.intervalMs, warnings},
		isColored: isColored(flags, outside),
		parts,
		warnings: () => [...warnings, ...[parts.history.problem.getSnapshot()].filter(problem => problem !== null)],
		async close() {
			if (claim.isOwner) await claim.release();
			await source.close();
		},
	};
}

function createParts(source: FleetSource, isOwner: boolean, runFolder: string, version: string) {
	const clock = systemClock;
	return {
		clock,
		createProber: createProberFactory({clock, ledger: createLedger(runFolder), version}),
		history: createJsonHistory({folder: source.storeFolder, clock, isOwner}),
		hash: (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32),
		random: Math.random,
		maxConcurrentSpawns: availableParallelism(),
		maxConcurrentChecks: source.maxConcurrentChecks,
		confirmIntervalMs: source.confirmIntervalMs,
		lookUpTls: createTlsFacts({clock}).lookUp,
		createAgentWatch: ((servers, onGone) => ({
			...createAgentWatch({clock, servers, isOurs: pid => pid === process.pid, onChange() {}, onGone}),
			isRunning,
		})) satisfies CreateAgentWatch,
	};
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

const describeOwner = (folder: string, pid: number | null): string =>
	pid === null
		? `history in ${folder} cannot be written: this run leaves no trace there`
		: `another LangSight (process ${pid}) keeps the history in ${folder}: this one only reads it`;

const isColored = (flags: Flags, {env, stdout}: Outside): boolean =>
	flags.color && !env.NO_COLOR && env.TERM !== 'dumb' && stdout.isTTY === true;
