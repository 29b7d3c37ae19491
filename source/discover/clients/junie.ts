import type {Client} from '../client.ts';
import {joinAt} from '../place.ts';
import {inFolders, mcpServersFile} from './mcp-servers.ts';

export const junie: Client = {
	id: 'junie',
	title: 'JetBrains Junie',
	isExperimental: true,
	files: place => [
		mcpServersFile(joinAt(place, place.home, '.junie', 'mcp', 'mcp.json')),
		...inFolders(place, ['.junie', 'mcp', 'mcp.json']),
	],
};
