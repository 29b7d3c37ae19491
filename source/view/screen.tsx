import type {ReadStream} from 'node:tty';
import {render} from 'ink';
import type {Clock, Monitor, Readable} from '../domain/ports.ts';
import {App} from './app.tsx';
import {SignContext} from './draw/line-text.tsx';
import {createPress} from './press.ts';
import {createSceneReader} from './scene.ts';
import {createPicture} from './state/picture.ts';
import {createScreenStore} from './state/store.ts';
import {createLineSheet} from './terminal/line-sheet.ts';
import {createScreenWriter, type Output} from './terminal/screen-writer.ts';
import {createStandIn} from './terminal/stand-in.ts';
import {createTerminalSize} from './terminal/terminal-size.ts';
import {createLook} from './theme.ts';

/** What a screen is opened with. */
export interface ScreenOptions {
	readonly monitor: Monitor;
	readonly clock: Clock;
	/** A terminal; its input must be able to go into raw mode. */
	readonly terminal: {readonly stdin: ReadStream; readonly stdout: Output};
	readonly options: {readonly color: boolean; readonly ascii: boolean};
}

/** Why a screen was closed: by its user, by Ctrl+C, or from outside, as when the terminal goes away. */
export type Ending = 'quit' | 'interrupted' | 'ended';

/** An open screen. */
export interface Screen {
	/** Settles with why, once the terminal is as it was; rejects with what broke the screen, if anything did. */
	readonly closed: Promise<Ending>;
	/** Gives the terminal back. Calling it twice does no harm. */
	close(): void;
}

const enter = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J';
const leave = '\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l';

/** Takes over the terminal until the user quits, the terminal goes away, or `close` is called. */
export function openScreen({monitor, clock, terminal, options}: ScreenOptions): Screen {
	const {stdin, stdout} = terminal;
	const look = createLook(options);
	const store = createScreenStore();
	const picture = createPicture(monitor.fleet, clock);
	const size = createTerminalSize(stdout);
	const sheet = createLineSheet();
	const writer = createScreenWriter(stdout);
	const readScene = createSceneReader({picture, state: store, size, log: () => [], look});
	const ending = createEnding();
	let isOpen = true;

	const end = () => close('ended');
	stdout.on('error', end);
	for (const event of ['end', 'close', 'error']) stdin.on(event, end);
	stdout.write(enter);

	const press = createPress({
		scene: readScene,
		dispatch: store.dispatch,
		act: monitor.act,
		redraw: writer.repaint,
		quit: () => close('quit'),
		interrupt: () => close('interrupted'),
	});
	const scenes = {getSnapshot: readScene, subscribe: subscribeToAll([picture, store, size])};
	const ink = render(
		<SignContext value={sheet.signFor}>
			<App scenes={scenes} press={press} look={look} />
		</SignContext>,
		{
			stdin,
			stdout: createStandIn(stdout, writer, sheet),
			debug: true,
			exitOnCtrlC: false,
			patchConsole: false,
			isScreenReaderEnabled: false,
		},
	);
	ink.waitUntilExit().then(end, bug => close('ended', bug));

	function close(reason: Ending, bug?: unknown) {
		if (!isOpen) return;
		isOpen = false;
		writer.close();
		picture.close();
		for (const event of ['end', 'close']) stdin.off(event, end);
		ink.unmount();
		// Ink does this too, but only after a while, and the process may end before. On a terminal that is gone both are
		// errors, which is why those of the two streams are listened to for good.
		stdin.setRawMode(false);
		stdout.write(leave);
		ending.settle(reason, bug);
	}

	return {closed: ending.promise, close: end};
}

/** A promise with its end in hand. */
function createEnding() {
	let settle: (reason: Ending, bug: unknown) => void = () => {};
	const promise = new Promise<Ending>((resolve, reject) => {
		settle = (reason, bug) => (bug === undefined ? resolve(reason) : reject(bug));
	});
	return {promise, settle};
}

const subscribeToAll = (sources: readonly Pick<Readable<unknown>, 'subscribe'>[]) => (listener: () => void) => {
	const cancels = sources.map(source => source.subscribe(listener));
	return () => {
		for (const cancel of cancels) cancel();
	};
};
