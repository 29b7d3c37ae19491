import type {ReportedFile, ReportedServer} from './discovery.ts';
import {describeTarget} from './discovery.ts';
import type {Outcome, UnsetVariable} from './init.ts';

/** What `langsight init --json` prints. Fields may be added within version 1. */
export const renderInitJson = (
	{files, servers}: {readonly files: readonly ReportedFile[]; readonly servers: readonly ReportedServer[]},
	{path, isNew, isDryRun, added, kept, refused}: Outcome,
	needed: readonly UnsetVariable[],
): string =>
	`${JSON.stringify(
		{
			version: 1,
			files: files.map(({client, path: file, servers: found, unusable, trouble}) => ({
				client: client.id,
				experimental: client.isExperimental,
				path: file,
				servers: found.filter(({isEnabled}) => isEnabled).map(({name}) => name),
				disabled: found.filter(({isEnabled}) => !isEnabled).map(({name}) => name),
				unusable,
				trouble,
			})),
			servers: servers.map(server => ({
				name: server.name,
				transport: server.target.transport,
				target: describeTarget(server.shown),
				used_by: server.usedBy,
				notes: server.notes,
			})),
			config: path,
			written: isNew && !isDryRun,
			added: added.map(({entry}) => entry.name),
			kept: kept.map(({name, newAgents}) => ({name, new_used_by: newAgents})),
			refused,
			variables: needed.map(({name, servers: names, state}) => ({name, servers: names, set: state === null})),
		},
		null,
		2,
	)}\n`;
