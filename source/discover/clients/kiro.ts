import type {Client} from '../client.ts';
import {joinAt} from '../place.ts';
import {inFolders, mcpServersFile} from './mcp-servers.ts';

export const kiro: Client = {
	id: 'kiro',
	title: 'Kiro',
	isExperimental: true,
	files: place => [
		mcpServersFile(joinAt(place, place.home, '.kiro', 'settings', 'mcp.json'), null, 'braces'),
		...inFolders(place, ['.kiro', 'settings', 'mcp.json'], (path, folder) => mcpServersFile(path, folder, 'braces')),
	],
};
