import type {Listing} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';

/** A tool as an agent sees it. */
interface KnownTool {
	readonly name: string;
	readonly server: string;
	/** Agents that have it; empty where that is not known. */
	readonly usedBy: readonly string[];
}

/** The tools of a fleet by what their names look like. */
export type ToolIndex = ReadonlyMap<string, readonly KnownTool[]>;

/** How many of one look are kept: a report names no more. */
const mostOfOneLook = 50;

export function indexTools(servers: readonly {readonly server: Server; readonly listing: Listing | null}[]): ToolIndex {
	const index = new Map<string, KnownTool[]>();
	for (const {server, listing} of servers) {
		for (const {name} of listing?.tools ?? []) {
			const key = skeleton(name);
			const known = index.get(key) ?? [];
			if (known.length === 0) index.set(key, known);
			if (known.length < mostOfOneLook) known.push({name, server: server.name, usedBy: server.usedBy});
		}
	}
	return index;
}

/** Tools of other servers that look the same, but for those that no agent has beside this server. */
export const othersLike = (index: ToolIndex, name: string, {name: own, usedBy}: Server): readonly KnownTool[] =>
	(index.get(skeleton(name)) ?? []).filter(
		other =>
			other.server !== own &&
			(usedBy.length === 0 || other.usedBy.length === 0 || other.usedBy.some(agent => usedBy.includes(agent))),
	);

/** What a name looks like: compatibility forms, other scripts' letters and invisible characters made the same. */
export function skeleton(name: string): string {
	const plain = name.slice(0, 256);
	if (/^[ -~]*$/.test(plain)) return plain;
	return [...plain.normalize('NFKD').replace(/\p{M}|\p{Default_Ignorable_Code_Point}/gu, '')]
		.map(letter => lookAlikes.get(letter) ?? letter)
		.join('');
}

/** Letters of Cyrillic and Greek, and dashes, that common fonts draw as ASCII (Unicode Technical Standard 39). */
const lookAlikes: ReadonlyMap<string, string> = new Map(
	[
		['аеοосрхуѕіјһԁԛԝκν', 'aeoocpxysijhdqwkv'],
		['АВЕКМНОРСТХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEKMHOPCTXABEZHIKMNOPTYX'],
		['αιɡ‐‑‒–—−', 'aig------'],
	].flatMap(([from = '', to = '']) => [...from].map((letter, at) => [letter, [...to][at] ?? letter] as const)),
);
