import {UserError} from '../domain/errors.ts';
import {matchesServer} from '../domain/match.ts';
import {everything, isFixed, parseQuery, type Query} from '../domain/query.ts';
import type {Server} from '../domain/server.ts';
import type {Flags} from './flags.ts';

/** Which servers a command is about. */
export interface Choice {
	/** To be probed. */
	readonly servers: readonly Server[];
	/** What is left to ask once they were. */
	readonly filter: Query;
}

/** Chooses by `--server`, `--tag` and `--filter`; what the configuration can decide is decided before any probe. */
export function chooseServers(all: readonly Server[], flags: Pick<Flags, 'server' | 'tag' | 'filter'>): Choice {
	demand(
		flags.server,
		'server',
		all.map(({name}) => name),
	);
	demand(flags.tag, 'tag', [...new Set(all.flatMap(({tags}) => tags))]);
	const filter = readFilter(flags.filter);
	const early = isFixed(filter) ? filter : everything;
	const servers = all
		.filter(({name}) => flags.server.length === 0 || flags.server.includes(name))
		.filter(({tags}) => flags.tag.every(tag => tags.includes(tag)))
		.filter(server => matchesServer(early, server));
	return {servers, filter};
}

export function readFilter(text: string | undefined): Query {
	if (text === undefined) return everything;
	const parsed = parseQuery(text);
	if (!parsed.ok) throw new UserError(`--filter: ${parsed.message}`, `${text}\n${' '.repeat(parsed.column - 1)}^`);
	return parsed.query;
}

function demand(wanted: readonly string[], what: string, known: readonly string[]): void {
	const unknown = wanted.find(name => !known.includes(name));
	if (unknown === undefined) return;
	const list = known.length > 0 ? `Known: ${known.join(', ')}` : `No server has a ${what}.`;
	throw new UserError(`There is no ${what} "${unknown}"`, list);
}
