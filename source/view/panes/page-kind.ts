import type {Fleet, ServerState} from '../../domain/fleet.ts';
import type {Tool} from '../../domain/probe-result.ts';
import type {ToolTraffic} from '../../domain/traffic-figures.ts';
import type {DrawContext} from '../charts/draw-context.ts';
import type {Line} from '../draw/line.ts';
import type {Details, Need} from '../state/details.ts';
import type {Page} from '../state/page.ts';

/** Everything that pages are drawn from. */
export interface PageInput {
	readonly page: Page;
	readonly fleet: Fleet;
	readonly details: Details;
	/** The servers of the table, in its order. */
	readonly shown: readonly ServerState[];
	/** The name of the server under the table's cursor. */
	readonly selected: string | null;
	/** Lines that there is room for. */
	readonly height: number;
	readonly alertsSeenAt: number;
	readonly canSeeProcesses: boolean;
}

/** What a page shows. */
export interface Drawn {
	readonly lines: readonly Line[];
	/** A list of which an entry is selected: how many there are. The page itself sees to it that the selected one shows. */
	readonly count?: number;
	/** The servers of such a list, in its order. */
	readonly names?: readonly string[];
	/** The tools of such a list. */
	readonly tools?: readonly Tool[];
	/** What agents' calls of them come to. */
	readonly traffic?: readonly ToolTraffic[];
	/** Stands beside the title. */
	readonly note?: string;
}

interface Kind {
	readonly title: string;
	/** What has to be asked for while it is open. */
	readonly needs: (page: Page, columns: number) => readonly Need[];
	/** A search marks what it finds and goes there, or it narrows a list; null where there is none. */
	readonly search: 'marks' | 'narrows' | null;
}

/** A tab of an open server. */
export interface TabKind extends Kind {
	readonly draw: (server: ServerState, input: PageInput, context: DrawContext) => Drawn;
}

/** A page about the whole fleet, or about the screen. */
export interface ViewKind extends Kind {
	readonly draw: (input: PageInput, context: DrawContext) => Drawn;
}
