import type {Readable} from '../domain/ports.ts';

/** What is wrong with the store, in one sentence for the screen. */
export interface Problem extends Readable<string | null> {
	/** Something that was found once and stays true, such as a file set aside. */
	note(text: string): void;
	writeFailed(reason: string): void;
	clearWrite(): void;
}

export function createProblem(): Problem {
	const listeners = new Set<() => void>();
	let noted: string | null = null;
	let writing: string | null = null;
	function tell(): void {
		for (const listener of listeners) listener();
	}
	return {
		getSnapshot: () => writing ?? noted,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		note(text) {
			noted = text;
			tell();
		},
		writeFailed(reason) {
			const text = `history cannot be written (${reason}): monitoring goes on without it`;
			if (writing === text) return;
			writing = text;
			tell();
		},
		clearWrite() {
			if (writing === null) return;
			writing = null;
			tell();
		},
	};
}
