import type {Readable} from '../../domain/ports.ts';
import {createSettable} from '../../domain/settable.ts';
import {reduce, type ScreenAction} from './reduce.ts';
import type {ScreenState} from './screen-state.ts';

/** Holds what the screen is, and changes it by actions only. */
export interface ScreenStore extends Readable<ScreenState> {
	dispatch(action: ScreenAction): void;
}

/** A store rather than React state: several keys may arrive at once, and each must see what the one before it did. */
export function createScreenStore(initial: ScreenState): ScreenStore {
	const {getSnapshot, subscribe, set} = createSettable(initial);
	return {getSnapshot, subscribe, dispatch: action => set(reduce(getSnapshot(), action))};
}
