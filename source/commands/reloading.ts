import {isDeepStrictEqual} from 'node:util';
import type {Clock, Warn} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import type {UpkeepResult} from '../domain/upkeep.ts';
import type {RunningMonitor} from '../monitor/monitor.ts';
import type {ReloadPlan} from '../monitor/plan-reload.ts';
import {listNames} from '../monitor/said.ts';
import type {RunningCompanions} from './companions.ts';
import {securityScan} from './fleet-parts.ts';
import {aboutSource, type FleetSource} from './fleet-source.ts';
import type {Log} from './log.ts';
import {type Refusal, toRefusal} from './refusal.ts';

/** A configuration as it was read: what it says, and which of its servers this process is to watch. */
export interface Reading {
	readonly source: FleetSource;
	readonly servers: readonly Server[];
}

interface Parts {
	readonly clock: Clock;
	/** As the monitor was started. */
	readonly first: Reading;
	/** Reads the configuration again. Throws a `UserError` for what cannot be used. */
	readonly reread: () => Promise<Reading>;
	readonly monitor: RunningMonitor;
	readonly companions: RunningCompanions;
	readonly scanWith: Parameters<typeof securityScan>[1];
	/** What is said of a fleet beside what its configuration says. */
	readonly warningsOf: (source: FleetSource) => readonly string[];
	readonly warn: Warn;
	readonly log: Log;
}

/** Everything that this says of itself begins with it. */
export const reloadSubject = 'configuration';

/** So long a screen says that there was a reload. */
const noticeMs = 10_000;
const nothingNew = `${reloadSubject} read again: nothing has changed`;

/** Takes over a changed configuration while the fleet is watched; a broken one is refused, and the old one goes on. */
export interface Reloading {
	/** Reads the configuration and takes it over. One at a time: the next one waits. Never rejects. */
	reload(): Promise<UpkeepResult>;
	/** Takes nothing over any more; settles once what is under way is done. */
	stop(): Promise<void>;
}

export function createReloading(parts: Parts): Reloading {
	const {clock, monitor, companions, log, warn} = parts;
	let current = parts.first;
	let turn: Promise<unknown> = Promise.resolve();
	let isStopped = false;
	let cancelNotice = () => {};

	async function reload(): Promise<UpkeepResult> {
		if (isStopped) return {ok: false, message: 'the monitor is ending', details: []};
		try {
			return await takeOver(await parts.reread());
		} catch (error) {
			return refuse(toRefusal(error));
		}
	}

	async function takeOver(next: Reading): Promise<UpkeepResult> {
		const kept = describeKept(parts.first.source, next.source);
		warn('configuration', null);
		warn('configuration kept', kept);
		if (isSame(current, next)) {
			log.info(nothingNew);
			return {ok: true, message: nothingNew, details: []};
		}
		const {maxConcurrentChecks, confirmIntervalMs, alerting} = next.source;
		const plan = await monitor.reload(next.servers, {
			maxConcurrentChecks,
			confirmIntervalMs,
			alerting,
			configured: next.source.servers.map(({name}) => name),
			...securityScan(next.source, parts.scanWith),
			about: aboutSource(next.source, parts.warningsOf(next.source)),
		});
		await companions.reload(next.source);
		current = next;
		const message = describePlan(plan);
		log.info(message);
		if (kept) log.warning(kept);
		notify(message);
		return {ok: true, message, details: kept ? [kept] : []};
	}

	function refuse({warning, message, details}: Refusal): UpkeepResult {
		for (const line of [message, ...details]) log.warning(line);
		endNotice();
		warn('configuration', warning);
		return {ok: false, message, details};
	}

	function notify(message: string): void {
		endNotice();
		warn('configuration reloaded', message);
		cancelNotice = clock.after(noticeMs, endNotice);
	}

	function endNotice(): void {
		cancelNotice();
		warn('configuration reloaded', null);
	}

	return {
		reload() {
			const work = turn.then(reload);
			turn = work;
			return work;
		},
		async stop() {
			isStopped = true;
			await turn;
			endNotice();
		},
	};
}

/** Whether two readings come to the same; how they are closed is no matter. */
const isSame = (one: Reading, other: Reading): boolean =>
	isDeepStrictEqual({...one.source, close: null}, {...other.source, close: null}) &&
	isDeepStrictEqual(one.servers, other.servers);

/** What a monitor that runs cannot change. */
const describeKept = (first: FleetSource, next: FleetSource): string | null =>
	first.storeFolder === next.storeFolder
		? null
		: `${reloadSubject} names another store: the history stays in ${first.storeFolder} until LangSight is started anew`;

/** "configuration reloaded: 1 added (a), 2 changed (b, c), 1 removed (d, renamed to e)" */
function describePlan({added, changed, removed, endings}: ReloadPlan): string {
	const gone = removed.map(name => {
		const ending = endings.get(name) ?? '';
		return ending.startsWith('renamed') ? `${name}, ${ending}` : name;
	});
	const parts = [
		['added', added],
		['changed', changed],
		['removed', gone],
	] as const;
	const told = parts.filter(([, names]) => names.length > 0);
	const words = told.map(([verb, names]) => `${names.length} ${verb} (${listNames(names)})`);
	return `${reloadSubject} reloaded: ${words.length > 0 ? words.join(', ') : 'no server has changed'}`;
}
