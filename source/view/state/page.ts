import type {WindowName} from '../../domain/stats.ts';

/** The tabs of an open server, in their order. */
export const serverTabs = ['overview', 'tools', 'drift', 'scorecard', 'incidents', 'log', 'agents'] as const;
export type ServerTab = (typeof serverTabs)[number];

/** What can be seen of the whole fleet beside its table. */
export const fleetViews = ['heatmap', 'alerts'] as const;
export type FleetView = (typeof fleetViews)[number];

/** Whatever can lie over the fleet's table: `text` is any text that is to be read or copied by hand. */
export type PageName = ServerTab | FleetView | 'help' | 'text';

/** What a heatmap can be of. */
export const heatmapWindows = ['1h', '24h', '7d'] as const satisfies readonly WindowName[];

/** A page that is open over the fleet's table, and how it is looked at. */
export interface Page {
	readonly name: PageName;
	/** Whose tab it is; null for what concerns the whole fleet. */
	readonly server: string | null;
	/** First line shown of what does not fit. */
	readonly scroll: number;
	/** Shows the end of what grows there. */
	readonly isFollowing: boolean;
	/** Which entry of a list is selected. */
	readonly selected: number;
	/** The selected entry is shown in full. */
	readonly isOpen: boolean;
	readonly search: string;
	readonly window: WindowName;
	/** Of a heatmap: by latency rather than by availability. */
	readonly isByLatency: boolean;
	/** Of a text: its title and its lines. Of the help: where it was asked for. */
	readonly title: string;
	readonly text: readonly string[];
}

/** Makes a page that was just opened. */
export const newPage = (name: PageName, changes: Partial<Page> = {}): Page => ({
	name,
	server: null,
	scroll: 0,
	isFollowing: name === 'log',
	selected: 0,
	isOpen: false,
	search: '',
	window: '24h',
	isByLatency: false,
	title: '',
	text: [],
	...changes,
});

export const isServerTab = (name: string): name is ServerTab => serverTabs.some(tab => tab === name);
export const isFleetView = (name: string): name is FleetView => fleetViews.some(view => view === name);
