import type {Readable} from '../../domain/ports.ts';
import {type Action, reduce} from './reduce.ts';
import {initialState, type ScreenState} from './screen-state.ts';

/** Holds what the screen is, and changes it by actions only. */
export interface ScreenStore extends Readable<ScreenState> {
	dispatch(action: Action): void;
}

/** A store rather than React state: several keys may arrive at once, and each must see what the one before it did. */
export function createScreenStore(): ScreenStore {
	const listeners = new Set<() => void>();
	let state = initialState;
	return {
		getSnapshot: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		dispatch(action) {
			const next = reduce(state, action);
			if (next === state) return;
			state = next;
			for (const listener of listeners) listener();
		},
	};
}
