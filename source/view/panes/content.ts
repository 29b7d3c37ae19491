import type {ServerState} from '../../domain/fleet.ts';
import type {DrawContext} from '../charts/draw-context.ts';
import type {Line} from '../draw/line.ts';
import type {Need} from '../state/details.ts';
import {isServerTab, type Page} from '../state/page.ts';
import {clamp} from '../state/window.ts';
import {viewKinds} from './fleet-views.ts';
import type {Drawn, PageInput, TabKind, ViewKind} from './page-kind.ts';
import {tabKinds} from './server-tabs.ts';
import {highlight, matchesIn} from './tabs/highlight.ts';

/** An open page: what it is about, and the lines that it shows. */
export interface PageContent {
	/** As far as what it shows allows: not scrolled beyond its end, no entry selected that there is not. */
	readonly page: Page;
	readonly server: ServerState | null;
	readonly drawn: Drawn;
	/** How many lines there is room for, under the headings. */
	readonly height: number;
	/** How far the lines can be scrolled. */
	readonly furthest: number;
	/** Numbers of the lines with what is searched for. */
	readonly matches: readonly number[];
}

/** Lines above a page's own: of a server its name and its tabs, of others the title; and a blank. */
export const headingLines = ({name}: Page): number => (isServerTab(name) ? 3 : 2);

/** What a page shows; null when its server is no longer watched. */
export function pageContentOf(input: PageInput, rows: number, context: DrawContext): PageContent | null {
	const server = input.fleet.servers.find(state => state.server.name === input.page.server) ?? null;
	const height = Math.max(1, rows - headingLines(input.page));
	const whole = drawPage({...input, height}, server, context);
	if (whole === null) return null;
	const {page} = input;
	const isMarked = page.search !== '' && searchOf(page) === 'marks';
	const lines: readonly Line[] = isMarked && page.name !== 'log' ? highlight(whole.lines, page.search) : whole.lines;
	const furthest = Math.max(0, lines.length - height);
	return {
		page: {
			...page,
			scroll: page.isFollowing ? furthest : clamp(page.scroll, 0, furthest),
			selected: clamp(page.selected, 0, Math.max(0, (whole.count ?? 1) - 1)),
		},
		server,
		drawn: {...whole, lines},
		height,
		furthest,
		matches: isMarked ? matchesIn(lines, page.search) : [],
	};
}

function drawPage(input: PageInput, server: ServerState | null, context: DrawContext): Drawn | null {
	const {name} = input.page;
	if (!isServerTab(name)) return viewKinds[name].draw(input, context);
	return server === null ? null : tabKinds[name].draw(server, input, context);
}

const kindOf = ({name}: Page): TabKind | ViewKind => (isServerTab(name) ? tabKinds[name] : viewKinds[name]);

/** What has to be asked for to draw a page in so many columns. */
export const needsOf = (page: Page | undefined, columns: number): readonly Need[] =>
	page ? kindOf(page).needs(page, columns) : [];
export const titleOfPage = (page: Page): string => kindOf(page).title;

/** A tool that is open is a text like any other. */
export const searchOf = (page: Page): 'marks' | 'narrows' | null =>
	page.name === 'tools' && page.isOpen ? null : kindOf(page).search;
