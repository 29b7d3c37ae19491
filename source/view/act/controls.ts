import type {Monitor} from '../../domain/ports.ts';
import type {ThemeName} from '../../domain/ui.ts';
import type {Scene} from '../scene.ts';
import type {ScreenAction} from '../state/reduce.ts';
import type {Copied} from '../terminal/clipboard.ts';

/** What keys and commands act on. */
export interface Controls {
	/** The scene of this very moment. */
	readonly scene: () => Scene;
	readonly dispatch: (action: ScreenAction) => void;
	readonly act: Monitor['act'];
	readonly copy: (text: string) => Promise<Copied>;
	readonly setTheme: (theme: ThemeName) => void;
	/** Who acts, for those who read it later. */
	readonly by: string;
	/** Draws the whole terminal again. */
	readonly redraw: () => void;
	readonly quit: () => void;
	/** Ends at once, as programs do at Ctrl+C. */
	readonly interrupt: () => void;
}

/** Something that a key or a command does. */
export type Perform = (controls: Controls, scene: Scene) => void;

export const say = ({dispatch}: Controls, text: string): void => dispatch({type: 'say', message: {text, isBad: false}});
export const complain = ({dispatch}: Controls, text: string): void =>
	dispatch({type: 'say', message: {text, isBad: true}});
