import type {Cancel, Clock, Monitor, Readable, ServerRecord} from '../../domain/ports.ts';
import {createSettable} from '../../domain/settable.ts';
import type {WindowName} from '../../domain/stats.ts';
import type {TimelineCell} from '../../domain/timeline.ts';
import {isSame} from './same.ts';

/** Something that is not in the fleet and has to be asked for. */
export type Need =
	| {readonly kind: 'log'; readonly server: string}
	| {readonly kind: 'record'; readonly server: string}
	| {readonly kind: 'timelines'; readonly window: WindowName; readonly cells: number};

type Timelines = ReadonlyMap<string, readonly TimelineCell[]>;

/** What the open page needs beside the fleet; null for what is not needed, or not there yet. */
export interface Details {
	readonly log: readonly string[] | null;
	readonly record: ServerRecord | null;
	readonly timelines: Readonly<Partial<Record<WindowName, Timelines>>>;
}

/** The details of what is looked at. */
export interface DetailsStore extends Readable<Details> {
	/** Says what is needed from now on. What was known of something else is forgotten. */
	want(needs: readonly Need[]): void;
	close(): void;
}

export const noDetails: Details = {log: null, record: null, timelines: {}};

/** A log is read at the pace of eyes; what is rolled up by the hour need not be asked for as often. */
const everyMs: Readonly<Record<Need['kind'], number>> = {log: 1000, record: 15_000, timelines: 30_000};

/** Asks a monitor again and again for what is needed, and tells of it only when it has changed. */
export function createDetails(monitor: Pick<Monitor, 'log' | 'record' | 'timelines'>, clock: Clock): DetailsStore {
	const details = createSettable(noDetails);
	const loops = new Map<string, Cancel>();

	function change(next: Details): void {
		if (!isSame(next, details.getSnapshot())) details.set(next);
	}

	/** Each answer is awaited before the next is asked for, so that a slow monitor is not flooded. */
	function follow(need: Need): Cancel {
		let isWanted = true;
		let cancel: Cancel = () => {};
		const ask = async () => {
			const add = await fetchDetail(monitor, need);
			if (!isWanted) return;
			change(add(details.getSnapshot()));
			cancel = clock.after(everyMs[need.kind], () => void ask());
		};
		void ask();
		return () => {
			isWanted = false;
			cancel();
		};
	}

	function want(needs: readonly Need[]): void {
		const wanted = new Map(needs.map(need => [keyOf(need), need]));
		for (const [key, stop] of loops) {
			if (wanted.has(key)) continue;
			stop();
			loops.delete(key);
		}
		change(only(details.getSnapshot(), needs));
		for (const [key, need] of wanted) if (!loops.has(key)) loops.set(key, follow(need));
	}

	return {
		getSnapshot: details.getSnapshot,
		subscribe: details.subscribe,
		want,
		close: () => want([]),
	};
}

const keyOf = (need: Need): string =>
	need.kind === 'timelines' ? `timelines ${need.window} ${need.cells}` : `${need.kind} ${need.server}`;

async function fetchDetail(
	monitor: Pick<Monitor, 'log' | 'record' | 'timelines'>,
	need: Need,
): Promise<(details: Details) => Details> {
	switch (need.kind) {
		case 'log': {
			const log = await monitor.log(need.server);
			return details => ({...details, log});
		}
		case 'record': {
			const record = await monitor.record(need.server);
			return details => ({...details, record});
		}
		case 'timelines': {
			const cells = await monitor.timelines(need.window, need.cells);
			return details => ({...details, timelines: {...details.timelines, [need.window]: cells}});
		}
	}
}

/** What is still needed; a timeline in other cells stands for the one that is on its way. */
function only(details: Details, needs: readonly Need[]): Details {
	const windows = needs.flatMap(need => (need.kind === 'timelines' ? [need.window] : []));
	return {
		log: needs.some(({kind}) => kind === 'log') ? details.log : null,
		record: needs.some(({kind}) => kind === 'record') ? details.record : null,
		timelines: Object.fromEntries(windows.map(window => [window, details.timelines[window]])),
	};
}
