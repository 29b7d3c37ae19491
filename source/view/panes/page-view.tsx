import {formatDuration} from '../../domain/format.ts';
import {foreign, type Line, span, spread, widthOfLine} from '../draw/line.ts';
import {LinesText} from '../draw/line-text.tsx';
import type {Scene} from '../scene.ts';
import {fleetViews, isFleetView, isServerTab, serverTabs} from '../state/page.ts';
import {describeWindow} from '../state/window.ts';
import {type Look, shownStatus, toneOfStatus} from '../theme.ts';
import {headingLines, type PageContent, titleOfPage} from './content.ts';
import {ToolList} from './tool-list.tsx';

/** What is open over the table: headings, and under them a part of its lines. */
export function PageView({scene, content}: {scene: Scene; content: PageContent}) {
	const {page, drawn, height} = content;
	const {size, look} = scene;
	const {columns} = size;
	const isWindowed = drawn.count !== undefined;
	const from = isWindowed ? 0 : page.scroll;
	return (
		<>
			<LinesText lines={drawHeadings(scene, content)} height={headingLines(page)} columns={columns} look={look} />
			{drawn.tools ? (
				<ToolList
					tools={drawn.tools}
					traffic={drawn.traffic ?? []}
					selected={page.selected}
					columns={columns}
					height={height}
					look={look}
				/>
			) : (
				<LinesText lines={drawn.lines.slice(from, from + height)} height={height} columns={columns} look={look} />
			)}
		</>
	);
}

function drawHeadings(scene: Scene, content: PageContent): readonly Line[] {
	const {server, page} = content;
	const {size, look} = scene;
	const {columns} = size;
	const where = [span(`${describePlace(scene, content)} `, 'dim')];
	const isOneOfRound = isServerTab(page.name) || isFleetView(page.name);
	const title = isOneOfRound ? drawRound(content, columns, look) : [span(` ${titleOfPage(page)}`, 'strong')];
	return server
		? [spread(drawServerLine(scene, server), where, columns), title, []]
		: [spread(title, where, columns), []];
}

/**
 * The tabs of the server, or the views of the fleet, with the open one in brackets. Where they do not fit they stand closer
 * together, and where that is not enough, those before the open one make way for it.
 */
function drawRound({page, server}: PageContent, columns: number, {glyphs}: Look): Line {
	const names: readonly string[] = server ? serverTabs : ['fleet', ...fleetViews];
	const count = server?.listing ? ` ${server.listing.tools.length}` : '';
	const titles = names.map(name => `${name}${name === 'tools' ? count : ''}`);
	const open = names.indexOf(page.name);
	const draw = (other: (title: string) => string): Line =>
		titles.map((title, index) => (index === open ? span(`[${title}] `, 'strong') : span(other(title), 'dim')));
	const apart = [span(' '), ...draw(title => ` ${title}  `)];
	// What follows the last one may be cut.
	if (widthOfLine(apart) - 2 <= columns) return apart;
	const close = draw(title => `${title} `);
	const start = ` ${glyphs.ellipsis} `;
	const first = close.findIndex((_tab, index) => start.length + widthOfLine(close.slice(index, open + 1)) <= columns);
	return [span(first > 0 ? start : ' ', 'dim'), ...close.slice(Math.max(0, first))];
}

function drawServerLine({picture, look}: Scene, server: NonNullable<PageContent['server']>): Line {
	const status = shownStatus(server);
	const {since} = server.health;
	const age = since === null ? '' : ` for ${formatDuration(picture.at - since)}`;
	const care = [...(server.acknowledged ? ['acknowledged'] : []), ...(server.silenced ? ['silenced'] : [])];
	return [
		span(` ${look.glyphs.selection} `, 'accent'),
		span(foreign(server.server.name), 'strong'),
		span(`   ${look.glyphs.status[status]} ${status}`, toneOfStatus(status)),
		span(`${age}${server.isChecking ? ', being checked' : ''}`),
		span(care.length > 0 ? `   ${care.join(', ')}` : '', 'dim'),
	];
}

/** What there is to say beside the title: what is searched for, and which part of all is shown. */
function describePlace({look, state}: Scene, {page, drawn, height, matches}: PageContent): string {
	const window = describeWindow(
		drawn.count === undefined
			? {offset: page.scroll, height, total: drawn.lines.length}
			: {offset: 0, height: Number.POSITIVE_INFINITY, total: drawn.count},
	);
	const isSearching = page.search !== '' && state.entry?.kind !== 'search';
	return [
		...(drawn.note ? [foreign(drawn.note)] : []),
		...(isSearching ? [`/ ${foreign(page.search)}`] : []),
		...(page.search !== '' && drawn.count === undefined ? [`${matches.length} found`] : []),
		...(window ? [`lines ${window}`] : []),
	].join(` ${look.glyphs.separator} `);
}
