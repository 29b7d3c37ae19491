import type {Hash} from '../domain/snapshot.ts';
import {describeDifference} from './difference.ts';
import type {FoundAddress, FoundServer, FoundTarget} from './found.ts';
import {identityOf, kinshipOf} from './identity.ts';

/** A server that one or more clients have. May hold secrets. */
export interface KnownServer {
	/** Unique among them. */
	readonly name: string;
	readonly target: FoundTarget;
	/** The clients' ids, in their order. */
	readonly usedBy: readonly string[];
	/** Every entry that it stands for. */
	readonly entries: readonly FoundServer[];
	readonly notes: readonly string[];
}

/** Joins entries that are the same server. Names stay; where two servers have the same one, the later gets its client's. */
export function unify(found: readonly FoundServer[], hash: Hash): readonly KnownServer[] {
	const groups = new Map<string, FoundServer[]>();
	for (const one of found.filter(({isEnabled}) => isEnabled)) {
		const identity = identityOf(one.target, hash);
		const group = groups.get(identity);
		if (group) group.push(one);
		else groups.set(identity, [one]);
	}
	const names = new Set<string>();
	const known: KnownServer[] = [];
	const byKin = new Map<string, KnownServer>();
	for (const entries of groups.values()) {
		const first = entries[0]!;
		const target = joinTargets(entries);
		const name = freeName(first.name, first.client, name => names.has(name));
		names.add(name);
		const kin = byKin.get(`name ${first.name}`) ?? byKin.get(kinshipOf(target));
		const notes = [
			...new Set([
				...entries.flatMap(one => one.notes),
				...headerNotes(entries),
				...(kin ? [`kept apart from ${kin.name}: ${describeDifference(kin.target, target)}`] : []),
			]),
		];
		const server = {name, target, usedBy: [...new Set(entries.map(one => one.client))], entries, notes};
		known.push(server);
		for (const key of [`name ${first.name}`, kinshipOf(target)]) if (!byKin.has(key)) byKin.set(key, server);
	}
	return known;
}

/** The name, or with its client behind it, or with a number behind that. */
export function freeName(name: string, client: string, isTaken: (name: string) => boolean): string {
	if (!isTaken(name)) return name;
	const withClient = `${name}-${client}`;
	for (let count = 1; ; count++) {
		const candidate = count === 1 ? withClient : `${withClient}-${count}`;
		if (!isTaken(candidate)) return candidate;
	}
}

/** A client that is sure of the transport, or has headers, knows more of an address than one that does not. */
function joinTargets(entries: readonly FoundServer[]): FoundTarget {
	const [first] = entries;
	const addresses = entries
		.map(({target}) => target)
		.filter((target): target is FoundAddress => target.transport !== 'stdio');
	if (addresses.length === 0) return first!.target;
	const sure = addresses.find(({isCertain}) => isCertain) ?? addresses[0]!;
	const withHeaders = addresses.find(({headers}) => Object.keys(headers).length > 0) ?? sure;
	return {...addresses[0]!, transport: sure.transport, isCertain: sure.isCertain, headers: withHeaders.headers};
}

function headerNotes(entries: readonly FoundServer[]): readonly string[] {
	const kinds = new Set(
		entries.flatMap(({target}) =>
			target.transport === 'stdio' || Object.keys(target.headers).length === 0
				? []
				: [JSON.stringify(Object.entries(target.headers).sort())],
		),
	);
	return kinds.size > 1 ? ['its clients send different headers; those of the first are taken'] : [];
}
