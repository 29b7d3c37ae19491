import type {Scene} from '../scene.ts';
import type {MouseEvent} from '../terminal/mouse.ts';
import type {Controls} from './controls.ts';
import {moveBy, open} from './move.ts';

/** Rows that one step of the wheel moves by, as terminals do it. */
const rowsPerStep = 3;

/** Does what was done with the mouse: the wheel moves, a press puts the cursor on a row, a second one opens it. */
export function handleMouse(event: MouseEvent, controls: Controls): void {
	const scene = controls.scene();
	if (scene.state.question || scene.state.entry) return;
	if (event.kind === 'wheel') moveBy(event.by * rowsPerStep, controls, scene);
	else pressRow(event.row, controls, scene);
}

function pressRow(screenRow: number, controls: Controls, scene: Scene): void {
	const {rows, window, page, cursorRow} = scene;
	const line = screenRow - firstTableLine(scene);
	const index = window.offset + line;
	const row = rows[index];
	if (page || line < 0 || line >= window.height || !row) return;
	if (index === cursorRow) open(controls, scene);
	else controls.dispatch({type: 'move', by: index - cursorRow, rows: {list: rows, height: window.height}});
}

/** Header and attention, what comes and goes, and the titles. */
const firstTableLine = ({layout, hasWarnings, hasView}: Scene): number =>
	(layout.isCropped ? 1 : 3) + (hasWarnings ? 1 : 0) + (hasView ? 1 : 0);
