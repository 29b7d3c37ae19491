import type {Readable} from '../domain/ports.ts';

/** A value that can be replaced and tells its listeners so. */
export interface Value<T> extends Readable<T> {
	set(value: T): void;
}

export function createValue<T>(initial: T): Value<T> {
	const listeners = new Set<() => void>();
	let current = initial;
	return {
		getSnapshot: () => current,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		set(value) {
			current = value;
			for (const listener of listeners) listener();
		},
	};
}
