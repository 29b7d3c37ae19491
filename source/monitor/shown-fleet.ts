import type {Alert} from '../domain/alert.ts';
import {addToLog} from '../domain/alert-log.ts';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import type {Cancel, History, Readable} from '../domain/ports.ts';
import {createSettable} from '../domain/settable.ts';
import type {Pausing} from './pausing.ts';
import type {Silences} from './silences.ts';
import type {Watcher} from './watcher.ts';

/** The fleet as everyone reads it, put together from what its parts say. */
export interface ShownFleet {
	readonly fleet: Readable<Fleet>;
	/** Shows a server anew. */
	publish(state: ServerState): void;
	/** Adds to the feed, and to what is kept. */
	tell(alert: Alert): void;
	/** Shows calls of agents that no server could be found for. */
	showUnattributed(calls: Fleet['unattributed']): void;
	/** Shows everything anew. */
	show(): void;
	/** The fleet is called and watched in another way from now on. */
	describe(about: About): void;
	/** Does something to many servers and shows it as one change. */
	together<T>(run: () => T): T;
	close: Cancel;
}

interface Parts {
	readonly history: History;
	/** In the config's order. */
	readonly watchers: ReadonlyMap<string, Watcher>;
	readonly silences: Silences;
	readonly pausing: Pausing;
	readonly troubles?: Readable<readonly string[]>;
	readonly about: About;
}

/** What the fleet is called and where it is watched from. */
export type About = Pick<Fleet, 'name' | 'isDemo' | 'host' | 'intervalMs' | 'warnings'>;

export function createShownFleet({history, watchers, silences, pausing, troubles, ...parts}: Parts): ShownFleet {
	let {about} = parts;
	const fleet = createSettable<Fleet>({
		...about,
		servers: [],
		alerts: history.alerts(),
		silences: [],
		pause: null,
		attachedTo: null,
	});
	const positions = new Map<string, number>();
	let isGathering = false;

	/** A screen may have room for the first alone: what has come up goes before what was so from the start. */
	function warningsOfNow(): readonly string[] {
		const problem = history.problem.getSnapshot();
		return [...(problem === null ? [] : [problem]), ...(troubles?.getSnapshot() ?? []), ...about.warnings];
	}
	const showTroubles = () => fleet.set({...fleet.getSnapshot(), warnings: warningsOfNow()});
	const subscriptions = [history.problem.subscribe(showTroubles), troubles?.subscribe(showTroubles)];
	showTroubles();

	function show(): void {
		const isOtherSilence = fleet.getSnapshot().silences !== silences.active();
		isGathering = true;
		if (isOtherSilence) for (const {account} of watchers.values()) account.refresh();
		isGathering = false;
		const servers = [...watchers.values()].map(({account}) => account.state());
		positions.clear();
		for (const [index, {server}] of servers.entries()) positions.set(server.name, index);
		fleet.set({...fleet.getSnapshot(), servers, silences: silences.active(), pause: pausing.current()});
	}

	return {
		fleet,
		show,
		describe(next) {
			about = next;
			fleet.set({...fleet.getSnapshot(), ...about, warnings: warningsOfNow()});
		},
		publish(state) {
			const current = fleet.getSnapshot();
			const index = positions.get(state.server.name);
			if (index === undefined || isGathering) return;
			fleet.set({...current, servers: current.servers.with(index, state)});
		},
		tell(alert) {
			const current = fleet.getSnapshot();
			history.addAlert(alert);
			fleet.set({...current, alerts: addToLog(current.alerts, alert)});
		},
		showUnattributed: unattributed => fleet.set({...fleet.getSnapshot(), unattributed}),
		together(run) {
			isGathering = true;
			try {
				return run();
			} finally {
				show();
			}
		},
		close() {
			for (const unsubscribe of subscriptions) unsubscribe?.();
		},
	};
}
