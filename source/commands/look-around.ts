import {createHash} from 'node:crypto';
import {homedir} from 'node:os';
import {resolve} from 'node:path';
import {foldersUp} from '../config/find-config.ts';
import {clients} from '../discover/clients.ts';
import {discover, type SearchedFile} from '../discover/discover.ts';
import type {Place} from '../discover/place.ts';
import {realFiles} from '../discover/read-file.ts';
import {createSecretVariables, type SecretVariable} from '../discover/secret-variables.ts';
import {toEntry} from '../discover/to-entry.ts';
import {type KnownServer, unify} from '../discover/unify.ts';
import {UserError} from '../domain/errors.ts';
import type {RemarkedEntry, ServerEntry} from '../domain/server-entry.ts';
import type {WrittenText} from '../domain/written-text.ts';
import {findSecrets} from '../security/secrets.ts';
import type {Outside} from './command.ts';
import type {Flags} from './flags.ts';

/** A server with what of it may be shown. */
export type SurveyedServer = KnownServer & {readonly shown: ServerEntry};

/** What a look around has found. */
export interface Survey {
	readonly files: readonly SearchedFile[];
	readonly servers: readonly SurveyedServer[];
	/** True where some of it belongs to the folder we are in. */
	readonly isOfProject: boolean;
}

/** Looks where MCP clients keep their servers, on this computer and for this user. Starts nothing. */
export async function lookAround({client: wanted}: Pick<Flags, 'client'>, outside: Outside): Promise<Survey> {
	const unknown = wanted.find(id => !clients.some(client => client.id === id));
	if (unknown !== undefined)
		throw new UserError(`--client does not know "${unknown}"`, `Known: ${clients.map(({id}) => id).join(', ')}`);
	const which = wanted.length === 0 ? clients : clients.filter(({id}) => wanted.includes(id));
	const place = placeOf(outside);
	const files = await discover(place, realFiles, which);
	const servers = unify(
		files.flatMap(file => file.servers),
		hash,
	);
	const isOfProject = files.some(file => file.isOfProject && file.servers.length > 0);
	const shown = entriesOf(servers, false).entries;
	return {files, servers: servers.map((server, index) => ({...server, shown: shown[index]!.entry})), isOfProject};
}

/** Short enough to be read, long enough to be nobody else's. */
export const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Tells known secrets. */
const looksSecret = (text: WrittenText): boolean => findSecrets([text]).length > 0;

function placeOf({cwd, env}: Outside): Place {
	const home = homedir();
	return {
		platform: process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'macos' : 'linux',
		home,
		env,
		// What is in the home folder itself is the user's, not a project's.
		folders: [...foldersUp(resolve(cwd), resolve(home))].filter((folder, index) => index === 0 || folder !== home),
	};
}

/** What is written for each server, and the secrets that are left out. */
export function entriesOf(
	servers: readonly Pick<KnownServer, 'name' | 'target' | 'usedBy' | 'notes'>[],
	copySecrets: boolean,
): {readonly entries: readonly RemarkedEntry[]; readonly variables: readonly SecretVariable[]} {
	const variables = copySecrets ? null : createSecretVariables();
	const entries = servers.map(server => toEntry(server, {looksSecret, variables}));
	return {entries, variables: variables?.list() ?? []};
}
