import type {Client} from '../client.ts';
import {joinAt} from '../place.ts';
import {inFolders, mcpServersFile} from './mcp-servers.ts';

export const cursor: Client = {
	id: 'cursor',
	title: 'Cursor',
	isExperimental: false,
	files: place => [
		mcpServersFile(joinAt(place, place.home, '.cursor', 'mcp.json')),
		...inFolders(place, ['.cursor', 'mcp.json']),
	],
};
