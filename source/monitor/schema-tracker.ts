import type {Listing} from '../domain/probe-result.ts';
import {
	type AcceptOutcome,
	type AcceptRequest,
	acceptDrift,
	currentOf,
	recordSnapshot,
	schemaStateOf,
	type UndoOutcome,
	undoAccept,
} from '../domain/schema-record.ts';
import {
	type Hash,
	isSameSnapshot,
	type SchemaRecord,
	type SchemaState,
	takeSnapshot,
	unknownSchema,
} from '../domain/snapshot.ts';

/** Follows the tools of one server from check to check. */
export interface SchemaTracker {
	/** Takes what a check has listed. A change counts once a second look has differed too. */
	see(listing: Listing, at: number): void;
	/** Makes what was seen last the baseline, if it is what the person has looked at. */
	accept(request: AcceptRequest): AcceptOutcome;
	/** Brings back the baseline of before the last acceptance. */
	undoAccept(): UndoOutcome;
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
		if (next === record && state.state !== 'new') return;
		record = next;
		state = schemaStateOf(next, hadBaseline);
	}

	return {
		see(listing, at) {
			// Nearly every listing is the very text of the one before: that spares the canonical form.
			const text = textOf(listing);
			if (text !== null && text === lastText && state.state !== 'new' && !isUnsure) return;
			lastText = text;
			const snapshot = takeSnapshot(listing, at, hash);
			const isSure = isUnsure || record === null || isSameSnapshot(currentOf(record), snapshot);
			isUnsure = !isSure;
			if (isSure) take(recordSnapshot(record, snapshot), record !== null);
		},
		accept(request) {
			if (record === null) return {outcome: 'nothing'};
			const outcome = acceptDrift(record, request);
			if (outcome.outcome !== 'accepted') return outcome;
			const {record: next, ...told} = outcome;
			take(next, true);
			return told;
		},
		undoAccept() {
			if (record === null) return {outcome: 'nothing'};
			const outcome = undoAccept(record);
			if (outcome.outcome !== 'undone') return outcome;
			const {record: next, ...told} = outcome;
			take(next, true);
			return told;
		},
		state: () => state,
		record: () => record,
		isUnsure: () => isUnsure,
	};

	/** Null for what is nested too deeply to be written down. */
	function textOf({tools, instructions, protocolVersion, serverInfo, capabilities}: Listing): string | null {
		try {
			return hash(JSON.stringify([tools, instructions, protocolVersion, serverInfo, capabilities]));
		} catch {
			return null;
		}
	}
}
