import {canonical, compareText} from '../domain/canonical.ts';
import type {Json} from '../domain/json.ts';
import {type Lock, lockVersion} from '../domain/lock.ts';
import type {Snapshot} from '../domain/snapshot.ts';
import {escapeHidden} from './escape-hidden.ts';

/**
 * The text of a lock file: servers and tools by name, keys sorted, so that equal tools make equal bytes and a review
 * shows what changed where. Nothing in it depends on time or on the machine; characters that hide are written out.
 */
export function renderLock(lock: Lock): string {
	const servers = [...lock].sort(([a], [b]) => compareText(a, b)).map(([name, snapshot]) => toServer(name, snapshot));
	return `${escapeHidden(JSON.stringify({version: lockVersion, servers}, null, 2))}\n`;
}

const toServer = (name: string, {hash, tools, instructions, about}: Snapshot) => ({
	name,
	hash,
	protocol_version: about?.protocolVersion ?? null,
	server_info: ordered(about?.serverInfo ?? null),
	capabilities: ordered(about?.capabilities ?? {}),
	instructions,
	tools: tools.map(ordered),
});

/** The same value in its one order. */
const ordered = (value: Json): Json => JSON.parse(canonical(value));
