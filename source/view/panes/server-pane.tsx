import {formatDuration} from '../../domain/format.ts';
import {foreign, type Line, span, spread} from '../draw/line.ts';
import {LinesText} from '../draw/line-text.tsx';
import type {Scene} from '../scene.ts';
import {tabs} from '../state/screen-state.ts';
import {describeWindow} from '../state/window.ts';
import {type Look, shownStatus, toneOfStatus} from '../theme.ts';
import {type PaneContent, paneHeadings} from './content.ts';
import {ToolList} from './tool-list.tsx';

/** One server in full. */
export function ServerPane({scene, content, look}: {scene: Scene; content: PaneContent; look: Look}) {
	const {pane, lines, height} = content;
	const {columns} = scene.size;
	const isList = pane.tab === 'tools' && !pane.isToolOpen;
	return (
		<>
			<LinesText lines={drawHeadings(scene, content, look)} height={paneHeadings} columns={columns} look={look} />
			{isList ? (
				<ToolList tools={content.tools} selected={pane.tool} columns={columns} height={height} look={look} />
			) : (
				<LinesText
					lines={lines.slice(pane.scroll, pane.scroll + height)}
					height={height}
					columns={columns}
					look={look}
				/>
			)}
		</>
	);
}

function drawHeadings({picture, size}: Scene, content: PaneContent, look: Look): readonly Line[] {
	const {pane, server, lines, height, tools} = content;
	const status = shownStatus(server);
	const {since} = server.health;
	const age = since === null ? '' : ` for ${formatDuration(picture.at - since)}`;
	const shown = describeWindow({offset: pane.scroll, height, total: lines.length});
	const titles = tabs.map(tab => {
		const count = tab === 'tools' && server.listing ? ` ${tools.length}` : '';
		return tab === pane.tab ? span(`[${tab}${count}] `, 'strong') : span(` ${tab}${count}  `, 'dim');
	});
	return [
		[
			span(` ${look.glyphs.selection} `, 'accent'),
			span(foreign(server.server.name), 'strong'),
			span(`   ${look.glyphs.status[status]} ${status}`, toneOfStatus(status)),
			span(`${age}${server.isChecking ? ', being checked' : ''}`),
		],
		spread([span(' '), ...titles], shown ? [span(`lines ${shown} `, 'dim')] : [], size.columns),
		[],
	];
}
