import type {Client} from '../client.ts';
import {joinAt} from '../place.ts';
import {inFolders, mcpServersFile} from './mcp-servers.ts';

export const amazonQ: Client = {
	id: 'amazon-q',
	title: 'Amazon Q',
	isExperimental: true,
	files: place => [
		...[['mcp.json'], ['default.json'], ['agents', 'default.json']].map(parts =>
			mcpServersFile(joinAt(place, place.home, '.aws', 'amazonq', ...parts)),
		),
		...inFolders(place, ['.amazonq', 'mcp.json']),
		...inFolders(place, ['.amazonq', 'default.json']),
	],
};
