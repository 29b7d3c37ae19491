import type {Server} from './server.ts';
import type {CallTarget, ToolCall} from './tool-call.ts';

/** Whose call it is, and the tool by the name that the server knows it under. */
export interface Attribution {
	readonly server: string;
	readonly tool: string;
}

/** One server as calls are attributed to it. */
export interface Attributable {
	readonly server: Server;
	/** The tools it listed last, by name; empty while they are not known. */
	readonly tools: ReadonlySet<string>;
	/** What it calls itself (`serverInfo.name`); null while that is not known. */
	readonly ownName: string | null;
}

/**
 * Makes what finds the server of a call; null where none, or more than one, comes into question. There is no standard
 * attribute for it (OpenTelemetry's conventions for MCP, 2026), so this goes from what is certain to what is likely: the
 * address, a name, a prefix of the tool's name, and last a tool that only one server has.
 */
export function createAttribution(
	servers: readonly Attributable[],
): (call: Pick<ToolCall, 'tool' | 'target'>) => Attribution | null {
	const byName = groupBy(servers, ({server}) => [nameKey(server.name)]);
	const byOwnName = groupBy(servers, ({ownName}) => (ownName === null ? [] : [nameKey(ownName)]));
	const byPlace = groupBy(servers, ({server}) => placesOf(server));
	const byTool = groupBy(servers, ({tools}) => [...tools]);

	return ({tool, target}) => {
		const near = byPlace.get(placeOf(target) ?? '') ?? [];
		const there = near.length > 1 ? atPath(near, target.path) : near;
		const [only] = there;
		if (only && there.length === 1) return found(only, tool);
		const isHere = (one: Attributable) => there.length === 0 || there.includes(one);
		for (const name of target.names) {
			for (const names of [byName, byOwnName]) {
				const one = onlyOf((names.get(nameKey(name)) ?? []).filter(isHere));
				if (one) return found(one, tool);
			}
		}
		const prefixed = byPrefix(tool, byName);
		if (prefixed && isHere(prefixed.one)) return found(prefixed.one, prefixed.tool);
		const owner = onlyOf((byTool.get(tool) ?? []).filter(isHere));
		return owner && found(owner, tool);
	};
}

/** The tool's name without the prefix that its client may have put before it. */
function found({server, tools}: Attributable, tool: string): Attribution {
	if (tools.has(tool)) return {server: server.name, tool};
	const bare = nameKey(server.name);
	for (const [start, rest] of splitsOf(tool)) if (start === bare) return {server: server.name, tool: rest};
	return {server: server.name, tool};
}

/** `mcp__SERVER__TOOL` (Claude Code) and `mcp_SERVER_TOOL` (Gemini); the longest name that fits is meant. */
function byPrefix(tool: string, byName: ReadonlyMap<string, readonly Attributable[]>) {
	for (const [start, rest] of splitsOf(tool)) {
		const one = onlyOf(byName.get(start) ?? []);
		if (one) return {one, tool: rest};
	}
	return null;
}

/** The ways to take a prefixed name apart, the longest name of a server first. Bounded, as the name is. */
function splitsOf(tool: string): [name: string, rest: string][] {
	const [, double, rest] = /^mcp__(.+?)__(.+)$/.exec(tool) ?? [];
	if (double !== undefined && rest !== undefined) return [[nameKey(double), rest]];
	const single = /^mcp_(.+)$/.exec(tool)?.[1];
	if (single === undefined) return [];
	const splits: [string, string][] = [];
	for (let at = single.lastIndexOf('_'); at > 0; at = single.lastIndexOf('_', at - 1))
		if (at < single.length - 1) splits.push([nameKey(single.slice(0, at)), single.slice(at + 1)]);
	return splits;
}

/** Clients write a name in their own way where a tool's name may not hold all of it. */
const nameKey = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_');

const onlyOf = (list: readonly Attributable[]): Attributable | null => (list.length === 1 ? (list[0] ?? null) : null);

const placeOf = ({address, port}: CallTarget): string | null =>
	address === null ? null : `${hostKey(address)}${port === null ? '' : `:${port}`}`;

/** An address is told with its port or, where that is the usual one, without. */
function placesOf(server: Server): readonly string[] {
	if (server.transport === 'stdio' || !URL.canParse(server.url)) return [];
	const {hostname, port, protocol} = new URL(server.url);
	const usual = protocol === 'https:' ? '443' : '80';
	const host = hostKey(hostname);
	return port === '' ? [`${host}:${usual}`, host] : [`${host}:${port}`];
}

/** All names of this machine are one place. */
function hostKey(address: string): string {
	const host = address
		.toLowerCase()
		.replace(/^\[|\]$/g, '')
		.replace(/\.$/, '');
	return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host) ? 'localhost' : host;
}

/** Those whose path it is, where it is told and fits any of them. */
function atPath(list: readonly Attributable[], path: string | null): readonly Attributable[] {
	if (path === null) return list;
	const fitting = list.filter(
		({server}) => server.transport !== 'stdio' && trimmed(new URL(server.url).pathname) === trimmed(path),
	);
	return fitting.length > 0 ? fitting : list;
}

const trimmed = (path: string): string => path.replace(/\/+$/, '');

function groupBy(
	servers: readonly Attributable[],
	keysOf: (one: Attributable) => readonly string[],
): ReadonlyMap<string, readonly Attributable[]> {
	const groups = new Map<string, Attributable[]>();
	for (const one of servers) {
		for (const key of new Set(keysOf(one))) {
			const group = groups.get(key);
			if (group) group.push(one);
			else groups.set(key, [one]);
		}
	}
	return groups;
}
