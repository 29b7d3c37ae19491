import {plural} from '../domain/format.ts';

/** Counts what the SDK reports of event streams that it cannot read. */
export interface StrayEvents {
	readonly count: number;
	/** Takes an error that the SDK reports, whatever it is about. */
	take(error: Error): void;
	/** Says how many there were since the last time. */
	takeNotes(): string[];
}

export function createStrayEvents(): StrayEvents {
	let count = 0;
	let told = 0;
	return {
		get count() {
			return count;
		},
		take(error) {
			if (/^(?:SyntaxError|\$?ZodError)$/.test(error.name)) count++;
		},
		takeNotes() {
			const fresh = count - told;
			told = count;
			return fresh === 0 ? [] : [`${plural(fresh, 'event')} on the stream ${fresh === 1 ? 'is' : 'are'} not JSON-RPC`];
		},
	};
}
