import type {Category} from '../domain/categories.ts';
import type {Listing} from '../domain/probe-result.ts';
import type {OwaspId, SecurityCheckName, SecurityFinding} from '../domain/security-finding.ts';
import type {Server} from '../domain/server.ts';
import type {TlsFacts} from '../domain/tls-facts.ts';
import type {WrittenText} from '../domain/written-text.ts';
import type {AdvisoryList} from './advisory.ts';
import type {OsvAnswer} from './osv-client.ts';
import type {PackageFacts} from './package-facts.ts';
import type {ToolIndex} from './tool-index.ts';

/** All that is known of one server when it is judged. May hold secrets; no finding does. */
export interface SecurityContext {
	/** As it is started or reached, variables put in. */
	readonly server: Server;
	/** Its texts as they stand in the file. */
	readonly written: readonly WrittenText[];
	/** What it says of itself; null until it did. */
	readonly listing: Listing | null;
	/** Why the last check failed; null where it did not, or none was made. */
	readonly failure: Category | null;
	readonly tls: TlsFacts | null;
	/** The tools of the whole fleet, its own among them. */
	readonly fleetTools: ToolIndex;
	/** The file that it was configured in; null where that cannot be told. */
	readonly file: FileFact | null;
	/** What was found installed; null where nobody looked. */
	readonly packages: PackageFacts | null;
	readonly advisories: AdvisoryList;
	/** What OSV said; null where it was not asked. */
	readonly osv: OsvAnswer | null;
	/** The user's home folder; null where it is not known. */
	readonly home: string | null;
	/** Ms since the epoch. */
	readonly now: number;
}

export interface FileFact {
	readonly path: string;
	/** Permission bits; null where there are none, as on Windows. */
	readonly mode: number | null;
}

/** Judges one matter. Pure: what it needs from outside is in the context. */
export type SecurityCheck = (context: SecurityContext) => SecurityFinding;

/** What all findings of one check have in common. */
export interface About {
	readonly check: SecurityCheckName;
	readonly owasp: OwaspId;
	readonly title: string;
}
