import type {Alert} from '../domain/alert.ts';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import type {Cancel, History, Readable} from '../domain/ports.ts';
import type {Pausing} from './pausing.ts';
import type {Silences} from './silences.ts';
import {createStore} from './store.ts';
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
	readonly about: Pick<Fleet, 'name' | 'isDemo' | 'host' | 'intervalMs' | 'warnings'>;
}

const keptAlerts = 500;

export function createShownFleet({history, watchers, silences, pausing, troubles, about}: Parts): ShownFleet {
	const fleet = createStore<Fleet>({
		...about,
		servers: [],
		alerts: history.alerts().slice(0, keptAlerts),
		silences: [],
		pause: null,
		attachedTo: null,
	});
	const positions = new Map<string, number>();
	let isGathering = false;

	function showTroubles(): void {
		const problem = history.problem.getSnapshot();
		const warnings = [...about.warnings, ...(problem === null ? [] : [problem]), ...(troubles?.getSnapshot() ?? [])];
		fleet.set({...fleet.getSnapshot(), warnings});
	}
	const subscriptions = [history.problem.subscribe(showTroubles), troubles?.subscribe(showTroubles)];
	showTroubles();

	function show(): void {
		const isOtherSilence = fleet.getSnapshot().silences !== silences.active();
		isGathering = true;
		if (isOtherSilence) for (const {account} of watchers.values()) account.refresh();
		isGathering = false;
		const servers = [...watchers.values()].map(({account}) => account.state());
		for (const [index, {server}] of servers.entries()) positions.set(server.name, index);
		fleet.set({...fleet.getSnapshot(), servers, silences: silences.active(), pause: pausing.current()});
	}

	return {
		fleet,
		show,
		publish(state) {
			const current = fleet.getSnapshot();
			const index = positions.get(state.server.name);
			if (index === undefined || isGathering) return;
			fleet.set({...current, servers: current.servers.with(index, state)});
		},
		tell(alert) {
			const current = fleet.getSnapshot();
			history.addAlert(alert);
			fleet.set({...current, alerts: [alert, ...current.alerts].slice(0, keptAlerts)});
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
