import type {Client} from '../client.ts';
import {joinAt} from '../place.ts';
import {mcpServersFile} from './mcp-servers.ts';

export const lmStudio: Client = {
	id: 'lm-studio',
	title: 'LM Studio',
	isExperimental: true,
	files: place => [
		mcpServersFile(joinAt(place, place.home, '.lmstudio', 'mcp.json')),
		{...mcpServersFile(joinAt(place, place.home, '.cache', 'lm-studio', 'mcp.json')), isFallback: true},
	],
};
