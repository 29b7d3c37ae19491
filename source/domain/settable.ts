import type {Readable} from './ports.ts';

/** A value that can be replaced, and tells its listeners so. */
export interface Settable<T> extends Readable<T> {
	set(value: T): void;
}

export function createSettable<T>(initial: T): Settable<T> {
	const listeners = new Set<() => void>();
	let current = initial;
	return {
		getSnapshot: () => current,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		set(value) {
			if (Object.is(value, current)) return;
			current = value;
			for (const listener of listeners) listener();
		},
	};
}
