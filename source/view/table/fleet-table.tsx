import {memo} from 'react';
import type {ServerState} from '../../domain/fleet.ts';
import {drawBar, drawLine} from '../draw/line.ts';
import {DrawnLine, LinesText} from '../draw/line-text.tsx';
import type {Scene} from '../scene.ts';
import {describeWindow} from '../state/window.ts';
import type {Look} from '../theme.ts';
import type {Column} from './columns.ts';
import {drawGroup, drawServer, drawTitles} from './draw-row.ts';
import {drawEmpty} from './empty.ts';
import type {GroupRow} from './rows.ts';

/** Ages in the rows go on in steps, so that a row is drawn anew only when there is something new in it. */
const ageStepMs = 15_000;

/** The titles and as many of the fleet's rows as there is room for, around the cursor. */
export function FleetTable({scene}: {scene: Scene}) {
	const {rows, window, columns, size, layout, picture, state, look} = scene;
	const shown = rows.slice(window.offset, window.offset + window.height);
	const titles = layout.isCropped ? [] : [drawTitles(columns, state.order, describeWindow(window), size.columns, look)];
	const now = Math.floor(picture.at / ageStepMs) * ageStepMs;
	const isPaused = picture.fleet.pause !== null;
	return (
		<>
			<LinesText lines={titles} height={titles.length} columns={size.columns} look={look} />
			{shown.map((row, index) => {
				const isSelected = window.offset + index === scene.cursorRow;
				return row.kind === 'group' ? (
					<DrawnLine key={row.id} drawn={drawHeading(row, scene, isSelected)} />
				) : (
					<ServerLine
						key={row.id}
						state={row.state}
						columns={columns}
						width={size.columns}
						now={now}
						isSelected={isSelected}
						isMarked={state.marked.has(row.name)}
						isPaused={isPaused}
						look={look}
					/>
				);
			})}
			<LinesText
				lines={rows.length === 0 ? drawEmpty(state, picture.fleet) : []}
				height={layout.table - shown.length}
				columns={size.columns}
				look={look}
			/>
		</>
	);
}

function drawHeading(row: GroupRow, {state, look, size}: Scene, isSelected: boolean): string {
	const isMarked = row.states.every(({server}) => state.marked.has(server.name));
	const line = drawGroup(row, {look, now: 0, isSelected, isMarked});
	return isSelected ? drawBar(line, size.columns, look) : drawLine(line, size.columns, look);
}

interface LineProps {
	readonly state: ServerState;
	readonly columns: readonly Column[];
	readonly width: number;
	readonly now: number;
	readonly isSelected: boolean;
	readonly isMarked: boolean;
	readonly isPaused: boolean;
	readonly look: Look;
}

const ServerLine = memo(function ServerLine(props: LineProps) {
	const {state, columns, width, now, isSelected, isMarked, isPaused, look} = props;
	const isDim = isPaused || !state.server.enabled;
	const line = drawServer(state, columns, {look, now, isSelected, isMarked, isDim});
	return <DrawnLine drawn={isSelected ? drawBar(line, width, look) : drawLine(line, width, look)} />;
});
