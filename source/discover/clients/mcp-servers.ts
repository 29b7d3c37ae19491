import type {ClientFile, Group, VariableSyntax} from '../client.ts';
import {own} from '../own.ts';
import type {Place} from '../place.ts';
import {joinAt} from '../place.ts';

/** The list that most clients have: `mcpServers` at the top of a JSON file. */
export const mcpServers = (content: unknown): readonly Group[] => [{servers: own(content, 'mcpServers')}];

/** A JSON file of that kind. */
export const mcpServersFile = (
	path: string,
	folder: string | null = null,
	variables: VariableSyntax = 'editor',
): ClientFile => ({path, format: 'json', folder, groups: mcpServers, style: {variables}});

/** The same file in each folder of the project. */
export const inFolders = (
	place: Place,
	parts: readonly string[],
	make: (path: string, folder: string) => ClientFile = mcpServersFile,
): readonly ClientFile[] => place.folders.map(folder => make(joinAt(place, folder, ...parts), folder));
