import type {ReadStream} from 'node:tty';
import {render} from 'ink';
import type {Clock, Monitor} from '../domain/ports.ts';
import {createSettable} from '../domain/settable.ts';
import type {ThemeName} from '../domain/ui.ts';
import type {Controls} from './act/controls.ts';
import {handleMouse} from './act/mouse.ts';
import {App} from './app.tsx';
import {SignContext} from './draw/line-text.tsx';
import {needsOf} from './panes/content.ts';
import {createPress} from './press.ts';
import {createSceneReader} from './scene.ts';
import {createDetails} from './state/details.ts';
import {createPicture} from './state/picture.ts';
import {type Initial, openingState} from './state/screen-state.ts';
import {createScreenStore} from './state/store.ts';
import {subscribeToAll} from './state/subscribe-to-all.ts';
import {createBell} from './terminal/bell.ts';
import {copyText} from './terminal/clipboard.ts';
import type {Environment} from './terminal/color-depth.ts';
import {createLineSheet} from './terminal/line-sheet.ts';
import {mouseOff, mouseOn} from './terminal/mouse.ts';
import {createMouseInput} from './terminal/mouse-input.ts';
import {createScreenWriter, type Output} from './terminal/screen-writer.ts';
import {createStandIn} from './terminal/stand-in.ts';
import {createTerminalSize} from './terminal/terminal-size.ts';
import {createTitle, titleOf} from './terminal/title.ts';
import {createLook} from './theme.ts';

/** What a screen is opened with. */
export interface ScreenOptions {
	readonly monitor: Monitor;
	readonly clock: Clock;
	/** A terminal; its input must be able to go into raw mode. */
	readonly terminal: {readonly stdin: ReadStream; readonly stdout: Output};
	readonly options: {
		readonly color: boolean;
		readonly ascii: boolean;
		/** `auto` when left out. */
		readonly theme?: ThemeName;
		/** What the terminal says of itself; nothing is known of it when left out. */
		readonly env?: Environment;
	};
	/** Rings at a new critical alert; silent when left out. */
	readonly bell?: boolean;
	/** Listens to the mouse, which then selects no text; does not when left out. */
	readonly mouse?: boolean;
	/** What is shown at first. */
	readonly initial?: Initial;
	/** Who acts here, for acknowledgements and silences; `screen` when left out. */
	readonly by?: string;
	/** Whether agents' own processes can be seen here. */
	readonly canSeeProcesses?: boolean;
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
export function openScreen(given: ScreenOptions): Screen {
	const {monitor, clock, terminal, options, initial = {}, by = 'screen', canSeeProcesses = false} = given;
	const {env = {}} = options;
	const {stdin, stdout} = terminal;
	const lookOf = (theme: ThemeName | undefined) => createLook({...options, ...(theme && {theme})});
	const look = createSettable(lookOf(options.theme));
	const store = createScreenStore(openingState(initial, clock.now()));
	const picture = createPicture(monitor.fleet, clock);
	const details = createDetails(monitor, clock);
	const size = createTerminalSize(stdout);
	const sheet = createLineSheet();
	const writer = createScreenWriter(stdout);
	const title = createTitle(stdout, env);
	const bell = createBell(stdout, clock);
	const readScene = createSceneReader({picture, state: store, size, details, look, canSeeProcesses});
	const ending = createEnding();
	let isOpen = true;

	const end = () => close('ended');
	stdout.on('error', end);
	for (const event of ['end', 'close', 'error']) stdin.on(event, end);
	stdout.write(given.mouse ? enter + mouseOn : enter);

	/** What a terminal shows and does beside the frame. */
	function tellTerminal() {
		const {fleet} = picture.getSnapshot();
		title.show(titleOf(fleet, look.getSnapshot()));
		if (given.bell) bell.hear(fleet.alerts);
	}
	/** A server that is no longer watched takes its page with it. */
	function leaveGone() {
		const {fleet} = picture.getSnapshot();
		const {pages, frozen} = store.getSnapshot();
		const isGone = pages.some(({server}) => server !== null && !fleet.servers.some(one => one.server.name === server));
		if (isGone && !frozen) store.dispatch({type: 'closePages'});
	}
	tellTerminal();
	picture.subscribe(tellTerminal);
	picture.subscribe(leaveGone);
	const wantDetails = () => details.want(needsOf(store.getSnapshot().pages.at(-1), size.getSnapshot().columns));
	store.subscribe(wantDetails);
	const unsubscribeSize = size.subscribe(wantDetails);

	const controls: Controls = {
		scene: readScene,
		dispatch: store.dispatch,
		act: monitor.act,
		copy: text => copyText(text, {output: stdout, clock, env}),
		setTheme: theme => look.set(lookOf(theme)),
		by,
		redraw: writer.repaint,
		quit: () => close('quit'),
		interrupt: () => close('interrupted'),
	};
	const press = createPress(controls);
	const keys = given.mouse ? createMouseInput(stdin, event => handleMouse(event, controls)) : stdin;
	const scenes = {getSnapshot: readScene, subscribe: subscribeToAll([picture, store, size, details, look])};
	const ink = render(
		<SignContext value={sheet.signFor}>
			<App scenes={scenes} press={press} />
		</SignContext>,
		{
			stdin: keys,
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
		unsubscribeSize();
		details.close();
		title.close();
		for (const event of ['end', 'close']) stdin.off(event, end);
		ink.unmount();
		// Ink does this too, but only after a while, and the process may end before. On a terminal that is gone both are
		// errors, which is why those of the two streams are listened to for good.
		keys.setRawMode(false);
		stdout.write(given.mouse ? mouseOff + leave : leave);
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
