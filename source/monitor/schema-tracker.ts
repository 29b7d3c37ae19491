import type {Listing} from '../domain/probe-result.ts';
import {acceptDrift, recordSnapshot, schemaStateOf} from '../domain/schema-record.ts';
import {type Hash, type SchemaRecord, type SchemaState, takeSnapshot, unknownSchema} from '../domain/snapshot.ts';

/** Follows the tools of one server from check to check. */
export interface SchemaTracker {
	/** Takes what a check has listed. A change counts once a second look has confirmed it. */
	see(listing: Listing, at: number): void;
	/** Makes what is there now the baseline; false when it is already. */
	accept(): boolean;
	state(): SchemaState;
	/** What history keeps; null until something was seen. */
	record(): SchemaRecord | null;
	/** A change waits for its second look. */
	isUnsure(): boolean;
}

export function createSchemaTracker(kept: SchemaRecord | null, hash: Hash): SchemaTracker {
	let record = kept;
	let state = kept ? schemaStateOf(kept, true) : unknownSchema;
	let candidate: string | null = null;
	let lastText = '';

	function take(next: SchemaRecord, hadBaseline: boolean): void {
		const fresh = schemaStateOf(next, hadBaseline);
		record = next;
		if (fresh.hash !== state.hash || fresh.state !== state.state) state = fresh;
	}

	return {
		see(listing, at) {
			// Nearly every listing is the very text of the one before: that spares the canonical form.
			const text = hash(JSON.stringify([listing.tools, listing.instructions]));
			if (text === lastText && state.state === 'unchanged' && candidate === null) return;
			lastText = text;
			const snapshot = takeSnapshot(listing, at, hash);
			const known = record?.drifted ?? record?.baseline;
			const isSure = !known || known.hash === snapshot.hash || candidate === snapshot.hash;
			candidate = isSure ? null : snapshot.hash;
			if (isSure) take(recordSnapshot(record, snapshot), record !== null);
		},
		accept() {
			if (!record?.drifted) return false;
			take(acceptDrift(record), true);
			return true;
		},
		state: () => state,
		record: () => record,
		isUnsure: () => candidate !== null,
	};
}
