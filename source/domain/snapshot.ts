import {canonical, compareText} from './canonical.ts';
import {cutDepth, type JsonObject} from './json.ts';
import type {Listing, Tool} from './probe-result.ts';
import type {ChangeClass, SchemaChange} from './schema/schema-change.ts';

/** Makes a digest of a text; handed in, for this folder touches no crypto. */
export type Hash = (text: string) => string;

/** A listing in the one form in which equal meaning is equal text. */
export interface Snapshot {
	readonly hash: string;
	readonly takenAt: number;
	/** By name, each cut below `deepestJson` levels. */
	readonly tools: readonly Tool[];
	readonly instructions: string | null;
	/** Absent in snapshots of before this was kept. */
	readonly about?: ServerAbout;
}

/** What a server says of itself when a session opens. */
export type ServerAbout = Pick<Listing, 'protocolVersion' | 'serverInfo' | 'capabilities'>;

/** What history keeps of a server's schema. Absent parts are those of records of before they were kept. */
export interface SchemaRecord {
	/** What agents were told to expect: the first snapshot, or the last accepted one. */
	readonly baseline: Snapshot;
	/** The last one seen that differed from the baseline, until a person accepts; null while none did. */
	readonly drifted: Snapshot | null;
	/** When it last became different from what it was; null when it never did. */
	readonly changedAt: number | null;
	/** Since when what is seen equals the baseline again, though nobody has accepted; null while it does not. */
	readonly revertedAt?: number | null;
	/** The last acceptance that can be taken back. */
	readonly accepted?: Acceptance | null;
	/** What happened when, newest first, bounded. */
	readonly events?: readonly DriftEvent[];
	/** Earlier snapshots that are neither the baseline nor what drifted, newest first, bounded. */
	readonly past?: readonly Snapshot[];
}

/** A person took what was there for what should be there. */
export interface Acceptance {
	readonly at: number;
	readonly by: string;
	/** Of what was accepted. */
	readonly hash: string;
	/** The baseline of before. */
	readonly previous: Snapshot;
	/** What had drifted, where that was not what was accepted because the server had gone back by itself. */
	readonly dismissed?: Snapshot | null;
}

/** The tools became others than they were. */
export interface DriftEvent {
	/** When; where it happened more than once, the last time. */
	readonly at: number;
	/** From which tools to which. */
	readonly from: string;
	readonly hash: string;
	/** The gravest class of the changes from the one to the other. */
	readonly class: ChangeClass;
	/** Of bounded number and size. */
	readonly changes: readonly SchemaChange[];
	/** The new tools are those of the baseline: the server went back by itself. */
	readonly isReturn: boolean;
	/** How often the same happened while nobody accepted: servers behind one address may take turns. */
	readonly times: number;
	readonly acceptedAt: number | null;
	readonly acceptedBy: string | null;
}

/** How the schema stands against its baseline. `new`: there was none to compare with. */
export interface SchemaState {
	readonly state: 'new' | 'unchanged' | 'drifted' | 'unknown';
	/** Of what is there now. */
	readonly hash: string | null;
	/** The gravest class among `changes`. */
	readonly class: ChangeClass | null;
	/** From the baseline to what drifted, the gravest first. */
	readonly changes: readonly SchemaChange[];
	readonly changedAt: number | null;
	/** Since when the server is as the baseline again, though it counts as drifted until someone accepts. */
	readonly revertedAt?: number | null;
	/** The baseline: its hash, and when it was taken. */
	readonly baseline?: {readonly hash: string; readonly takenAt: number};
	/** Who accepted last, and when. */
	readonly accepted?: {readonly at: number; readonly by: string} | null;
}

export const unknownSchema: SchemaState = {state: 'unknown', hash: null, class: null, changes: [], changedAt: null};

/** Takes the snapshot of a listing: the order of tools and of keys does not matter. */
export function takeSnapshot(listing: Listing, takenAt: number, hash: Hash): Snapshot {
	const {instructions, protocolVersion, serverInfo} = listing;
	const sorted = listing.tools
		.map(tool => ({...(cutDepth(tool) as Tool), name: tool.name}))
		.map(tool => ({tool, text: canonical(tool)}))
		// By text as well, for nothing keeps a server from listing a name twice.
		.sort((a, b) => compareText(a.tool.name, b.tool.name) || compareText(a.text, b.text));
	const capabilities = cutDepth(listing.capabilities) as JsonObject;
	const named = serverInfo && {name: serverInfo.name, version: serverInfo.version};
	const about = {protocolVersion, serverInfo: named, capabilities};
	const text = `[${sorted.map(one => one.text).join(',')}] ${canonical(instructions)} ${canonical(about)}`;
	return {hash: hash(text), takenAt, tools: sorted.map(({tool}) => tool), instructions, about};
}

/** True when two snapshots show the same, as far as both show it. */
export function isSameSnapshot(one: Snapshot, other: Snapshot): boolean {
	if (one.hash === other.hash) return true;
	if (one.about && other.about) return false;
	const textOf = ({tools}: Snapshot) => tools.map(tool => canonical(tool)).join();
	return one.instructions === other.instructions && textOf(one) === textOf(other);
}
