import {memo} from 'react';
import type {ServerState} from '../../domain/fleet.ts';
import {drawLine, type Line, span} from '../draw/line.ts';
import {DrawnLine, LinesText} from '../draw/line-text.tsx';
import type {Scene} from '../scene.ts';
import {describeWindow} from '../state/window.ts';
import type {Look} from '../theme.ts';
import type {Column} from './columns.ts';
import {drawGroup, drawServer, drawTitles} from './draw-row.ts';

/** Ages in the rows go on in steps, so that a row is drawn anew only when there is something new in it. */
const ageStepMs = 15_000;

/** The titles and as many of the fleet's rows as there is room for, around the selected one. */
export function FleetTable({scene, look}: {scene: Scene; look: Look}) {
	const {rows, window, columns, size, layout, picture, state} = scene;
	const shown = rows.slice(window.offset, window.offset + window.height);
	const titles = layout.isCropped ? [] : [drawTitles(columns, state.order, describeWindow(window), size.columns, look)];
	const now = Math.floor(picture.at / ageStepMs) * ageStepMs;
	const isEmpty = rows.length === 0;
	return (
		<>
			<LinesText lines={titles} height={titles.length} columns={size.columns} look={look} />
			{shown.map((row, index) =>
				row.kind === 'group' ? (
					<DrawnLine
						key={`group ${row.key}`}
						drawn={drawLine(drawGroup(row.key, row.states, look), size.columns, look)}
					/>
				) : (
					<ServerRow
						key={row.name}
						state={row.state}
						columns={columns}
						width={size.columns}
						now={now}
						isSelected={window.offset + index === scene.selectedRow}
						look={look}
					/>
				),
			)}
			<LinesText
				lines={isEmpty ? [drawEmpty(scene)] : []}
				height={layout.table - shown.length}
				columns={size.columns}
				look={look}
			/>
		</>
	);
}

interface RowProps {
	readonly state: ServerState;
	readonly columns: readonly Column[];
	readonly width: number;
	readonly now: number;
	readonly isSelected: boolean;
	readonly look: Look;
}

const ServerRow = memo(function ServerRow({state, columns, width, now, isSelected, look}: RowProps) {
	return <DrawnLine drawn={drawLine(drawServer(state, columns, look, now, isSelected), width, look)} />;
});

function drawEmpty({state, picture}: Scene): Line {
	if (picture.fleet.servers.length === 0) return [span('   there are no servers in the configuration', 'dim')];
	if (state.filter.text !== '') return [span('   nothing matches; Esc clears the filter', 'warning')];
	return [span('   no problems; e shows all servers', 'good')];
}
