import type {Client} from '../client.ts';
import {joinAt} from '../place.ts';
import {mcpServersFile} from './mcp-servers.ts';

export const windsurf: Client = {
	id: 'windsurf',
	title: 'Windsurf',
	isExperimental: true,
	files: place =>
		['windsurf', 'windsurf-next'].map(name =>
			mcpServersFile(joinAt(place, place.home, '.codeium', name, 'mcp_config.json')),
		),
};
