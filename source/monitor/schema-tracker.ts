import type {Listing} from '../domain/probe-result.ts';
import {acceptDrift, recordSnapshot, schemaStateOf} from '../domain/schema-record.ts';
import {type Hash, type SchemaRecord, type SchemaState, takeSnapshot, unknownSchema} from '../domain/snapshot.ts';

/** Follows the tools of one server from check to check. */
export interface SchemaTracker {
	/** Takes what a check has listed. A change counts once a second look has differed too. */
	see(listing: Listing, at: number): void;
	/** Makes what is there now the baseline; false when it is already. */
	accept(): boolean;
	state(): SchemaState;
	/** What history keeps; null until something was seen. */
	record(): SchemaRecord | null;
	/** A change waits for its second look, which is to be taken at once. */
	isUnsure(): boolean;
}

export function createSchemaTracker(kept: SchemaRecord | null, hash: Hash): SchemaTracker {
	let record = kept;
	let state = kept ? schemaStateOf(kept, true) : unknownSchema;
	let isUnsure = false;
	let lastText: string | null = null;

	function take(next: SchemaRecord, hadBaseline: boolean): void {
		const fresh = schemaStateOf(next, hadBaseline);
		record = next;
		if (fresh.hash !== state.hash || fresh.state !== state.state) state = fresh;
	}

	return {
		see(listing, at) {
			// Nearly every listing is the very text of the one before: that spares the canonical form.
			const text = textOf(listing);
			if (text !== null && text === lastText && state.state !== 'new' && !isUnsure) return;
			lastText = text;
			const snapshot = takeSnapshot(listing, at, hash);
			const known = record?.drifted ?? record?.baseline;
			const isSure = isUnsure || !known || known.hash === snapshot.hash;
			isUnsure = !isSure;
			if (isSure) take(recordSnapshot(record, snapshot), record !== null);
		},
		accept() {
			if (!record?.drifted) return false;
			take(acceptDrift(record), true);
			return true;
		},
		state: () => state,
		record: () => record,
		isUnsure: () => isUnsure,
	};

	/** Null for what is nested too deeply to be written down. */
	function textOf({tools, instructions}: Listing): string | null {
		try {
			return hash(JSON.stringify([tools, instructions]));
		} catch {
			return null;
		}
	}
}
