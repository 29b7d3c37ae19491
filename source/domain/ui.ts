import type {ColumnName} from './columns.ts';
import type {GroupBy, Order} from './select.ts';

/** The colours that can be asked for; `auto` goes by the terminal, `mono` has none. */
export const themeNames = ['auto', 'dark', 'light', 'mono'] as const;
export type ThemeName = (typeof themeNames)[number];

/** How a user wants the screen to be when it opens. Null: as it is without their word. */
export interface Ui {
	readonly theme: ThemeName;
	/** From left to right. */
	readonly columns: readonly ColumnName[] | null;
	readonly order: Order | null;
	readonly groupBy: GroupBy | null;
	/** A query without mistakes. */
	readonly filter: string | null;
	/** The terminal rings at a new critical alert. */
	readonly bell: boolean;
	/** The screen listens to the mouse, which then selects no text. */
	readonly mouse: boolean;
}

/** The screen of someone who has asked for nothing. */
export const usualUi: Ui = {
	theme: 'auto',
	columns: null,
	order: null,
	groupBy: null,
	filter: null,
	bell: false,
	mouse: false,
};
