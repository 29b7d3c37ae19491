import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import type {ReadStream} from 'node:tty';
import {vi} from 'vitest';
import type {Action} from '../../source/domain/action.ts';
import type {Fleet} from '../../source/domain/fleet.ts';
import type {Monitor} from '../../source/domain/ports.ts';
import {openScreen, type Screen, type ScreenOptions} from '../../source/view/screen.tsx';
import {createStillMonitor, type StillMonitor} from '../helpers/fleet.ts';
import {createScreenModel, type ScreenModel} from '../helpers/terminal.ts';
import {createManualClock, type ManualClock} from './manual-clock.ts';

/** The screen on a terminal that is only a model. */
export interface ModelledScreen {
	readonly screen: Screen;
	readonly model: ScreenModel;
	readonly monitor: StillMonitor;
	/** What the monitor was asked to do, oldest first. */
	readonly acted: readonly Action[];
	readonly clock: ManualClock;
	readonly stdin: PassThrough & {isRaw: boolean};
	readonly stdout: FakeOutput;
	/** Types keys, as the bytes that a terminal sends. */
	press(keys: string): void;
	resize(columns: number, rows: number): void;
	/** Waits until a text is on the screen. */
	see(text: string | RegExp): Promise<void>;
	/** Waits until a text is not. */
	miss(text: string): Promise<void>;
}

/** What stands for the terminal's output; remembers all writes. */
export class FakeOutput extends EventEmitter {
	readonly writes: string[] = [];
	readonly isTTY = true;
	constructor(
		readonly model: ScreenModel,
		public columns: number,
		public rows: number,
	) {
		super();
	}
	write(data: string | Uint8Array): boolean {
		this.writes.push(String(data));
		void this.model.write(String(data));
		return true;
	}
}

interface Options {
	readonly columns?: number;
	readonly rows?: number;
	readonly color?: boolean;
	readonly ascii?: boolean;
	readonly log?: readonly string[];
	readonly initial?: ScreenOptions['initial'];
	readonly env?: ScreenOptions['options']['env'];
	readonly bell?: boolean;
	readonly mouse?: boolean;
	readonly canSeeProcesses?: boolean;
	/** In place of the monitor's own. */
	readonly monitor?: Partial<Monitor>;
}

/** Opens the screen over a fleet. */
export function openOnModel(fleet: Fleet, options: Options = {}): ModelledScreen {
	const {columns = 120, rows = 40, color = true, ascii = false, log} = options;
	const model = createScreenModel(columns, rows);
	const acted: Action[] = [];
	const still = createStillMonitor(fleet, log);
	const monitor = {...still, ...options.monitor, fleet: still.fleet, asked: still.asked};
	const clock = createManualClock();
	const stdout = new FakeOutput(model, columns, rows);
	const stdin = createFakeInput();
	const screen = openScreen({
		monitor: {
			...monitor,
			act(action) {
				acted.push(action);
				return monitor.act(action);
			},
		},
		clock,
		terminal: {stdin: stdin as unknown as ReadStream, stdout},
		options: {color, ascii, ...(options.env && {env: options.env})},
		bell: options.bell ?? false,
		mouse: options.mouse ?? false,
		by: 'ann',
		...(options.initial && {initial: options.initial}),
		canSeeProcesses: options.canSeeProcesses ?? true,
	});
	const isSeen = (text: string | RegExp) =>
		typeof text === 'string' ? model.text().includes(text) : text.test(model.text());
	return {
		screen,
		model,
		monitor,
		acted,
		clock,
		stdin,
		stdout,
		press: keys => void stdin.write(keys),
		resize(newColumns, newRows) {
			model.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
		see: text =>
			vi.waitFor(() => {
				if (!isSeen(text)) throw new Error(`not on the screen: ${text}\n${model.text()}`);
			}),
		miss: text =>
			vi.waitFor(() => {
				if (isSeen(text)) throw new Error(`still on the screen: ${text}\n${model.text()}`);
			}),
	};
}

function createFakeInput(): PassThrough & {isRaw: boolean} {
	const input = Object.assign(new PassThrough(), {isTTY: true, isRaw: false, ref: () => {}, unref: () => {}});
	return Object.assign(input, {
		setRawMode(isRaw: boolean) {
			input.isRaw = isRaw;
		},
	});
}
