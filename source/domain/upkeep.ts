import type {Pause} from './fleet.ts';
import type {Status} from './health.ts';
import type {Issue} from './issues.ts';

/** What can be asked of the process that watches a fleet, beside what is asked of the fleet. Nothing here rejects. */
export interface Upkeep {
	status(): MonitorStatus;
	/** Reads the configuration again. */
	reload(): Promise<UpkeepResult>;
	/** Ends the process, soon after the answer. */
	stop(): UpkeepResult;
}

/** The questions of it, as they go over the socket. */
export const upkeepTasks = ['status', 'reload', 'stop'] as const;
export type UpkeepTask = (typeof upkeepTasks)[number];

/** What came of a question, in lines fit to be shown. */
export interface UpkeepResult {
	readonly ok: boolean;
	readonly message: string;
	/** Further lines, such as one for each mistake in the configuration. */
	readonly details: readonly string[];
}

/** What a process that watches a fleet says of itself, and in short of the fleet. Times are ms since the epoch. */
export interface MonitorStatus {
	readonly pid: number;
	/** Of the program. */
	readonly version: string;
	readonly startedAt: number;
	/** False where it shows a screen itself. */
	readonly isHeadless: boolean;
	/** Screens of other processes that are attached to it. */
	readonly screens: number;
	/** Absolute path of the configuration; null where the fleet comes from none. */
	readonly config: string | null;
	/** Absolute folder of the history. */
	readonly store: string;
	/** The file it writes its log to; null where others decide. */
	readonly log: string | null;
	readonly intervalMs: number;
	readonly counts: Readonly<Record<Status | 'total' | 'disabled', number>>;
	/** What is wrong in the fleet, the gravest first, bounded. */
	readonly issues: readonly Issue[];
	/** What is wrong with the monitor itself. */
	readonly warnings: readonly string[];
	readonly pause: Pause | null;
}
