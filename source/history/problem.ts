import type {Readable} from '../domain/ports.ts';

/** What is wrong with the store, in one sentence for the screen. */
export interface Problem extends Readable<string | null> {
	/** False while something cannot be written. */
	isKept(): boolean;
	/** Something that was found once and stays true, such as a file set aside. */
	note(text: string): void;
	writeFailed(path: string, reason: string): void;
	/** That file could be written (again), and so its folder can. */
	wrote(path: string): void;
}

export function createProblem(): Problem {
	const listeners = new Set<() => void>();
	const notes: string[] = [];
	const failing = new Map<string, string>();
	let told: string | null = null;

	function tell(): void {
		const text = describe(notes, failing);
		if (text === told) return;
		told = text;
		for (const listener of listeners) listener();
	}

	return {
		getSnapshot: () => told,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		isKept: () => failing.size === 0,
		note(text) {
			notes.push(text);
			tell();
		},
		writeFailed(path, reason) {
			failing.set(path, reason);
			tell();
		},
		wrote(path) {
			for (const failed of failing.keys()) {
				if (path === failed || path.startsWith(`${failed}/`)) failing.delete(failed);
			}
			tell();
		},
	};
}

/** What cannot be written now goes before what was found at the start. */
function describe(notes: readonly string[], failing: ReadonlyMap<string, string>): string | null {
	const [reason] = failing.values();
	if (reason !== undefined) return `history cannot be written (${reason}): monitoring goes on without it`;
	const [first, ...rest] = notes;
	return first === undefined ? null : `${first}${rest.length > 0 ? ` (and ${rest.length} more like it)` : ''}`;
}
