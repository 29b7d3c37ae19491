import {isObject, type Json, type JsonObject} from '../json.ts';
import type {ServerAbout} from '../snapshot.ts';
import type {Draft} from './draft.ts';
import {own} from './own.ts';
import {isSame} from './same-json.ts';
import {quote, quoteValue} from './words.ts';

/** Compares what a server says of itself. A new version is news, a capability that went is a loss. */
export function compareServers(before: ServerAbout, after: ServerAbout): Draft[] {
	const found: Draft[] = [];
	const tell = (path: readonly string[], what: string, old: Json, fresh: Json) => {
		if (old === fresh) return;
		const text = `${what} changed from ${quoteValue(old)} to ${quoteValue(fresh)}`;
		found.push({class: 'compatible', path, text, before: old, after: fresh});
	};
	tell(['protocolVersion'], 'protocol version', before.protocolVersion, after.protocolVersion);
	tell(['serverInfo', 'name'], 'server name', before.serverInfo?.name ?? null, after.serverInfo?.name ?? null);
	tell(
		['serverInfo', 'version'],
		'server version',
		before.serverInfo?.version ?? null,
		after.serverInfo?.version ?? null,
	);
	const capabilities = compareCapabilities(['capabilities'], before.capabilities, after.capabilities);
	if (capabilities.length > 0 || isSame(before.capabilities, after.capabilities)) return [...found, ...capabilities];
	return [
		...found,
		{
			...entry(['capabilities'], before.capabilities, after.capabilities),
			text: 'capabilities say the same in another way',
		},
	];
}

function compareCapabilities(path: readonly string[], before: JsonObject, after: JsonObject): Draft[] {
	return [...new Set([...Object.keys(before), ...Object.keys(after)])]
		.slice(0, mostCapabilities)
		.flatMap((name): Draft[] => {
			const [old, fresh] = [own(before, name), own(after, name)];
			const at = [...path, name];
			if (isSame(old, fresh)) return [];
			const label = at.slice(1).map(quote).join('.');
			if (hasIt(old) && !hasIt(fresh)) {
				// Without the announcement of changes an agent sees them later; without anything else it cannot do something.
				const isQuiet = name === 'listChanged';
				return [
					{...entry(at, old, fresh), class: isQuiet ? 'warning' : 'breaking', text: `capability ${label} removed`},
				];
			}
			if (!hasIt(old) && hasIt(fresh)) return [{...entry(at, old, fresh), text: `capability ${label} added`}];
			if (isObject(old) && isObject(fresh) && path.length < deepestCapability)
				return compareCapabilities(at, old, fresh);
			return hasIt(old) ? [{...entry(at, old, fresh), class: 'warning', text: `capability ${label} changed`}] : [];
		});
}

const mostCapabilities = 200;
const deepestCapability = 6;

const hasIt = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== false;

const entry = (path: readonly string[], before: Json | undefined, after: Json | undefined) =>
	({class: 'compatible', path, before, after}) as const;
