import type {Client, ClientFile, Group} from '../client.ts';
import {entriesOf, own} from '../own.ts';
import {joinAt, type Place} from '../place.ts';
import {inFolders, mcpServersFile} from './mcp-servers.ts';

export const claudeCode: Client = {
	id: 'claude-code',
	title: 'Claude Code',
	isExperimental: false,
	files(place) {
		const folder = place.env.CLAUDE_CONFIG_DIR || place.home;
		const user = mcpServersFile(joinAt(place, folder, '.claude.json'), null, 'braces');
		return [
			mcpServersFile(managedPath(place), null, 'braces'),
			{...user, groups: userGroups},
			...inFolders(place, ['.mcp.json'], (path, project): ClientFile => mcpServersFile(path, project, 'braces')),
		];
	},
};

/** The user's own servers, and those of one project each. */
const userGroups = (content: unknown): readonly Group[] => [
	{servers: own(content, 'mcpServers')},
	...entriesOf(own(content, 'projects')).map(
		([folder, project]): Group => ({servers: own(project, 'mcpServers'), folder}),
	),
];

function managedPath(place: Place): string {
	const name = 'managed-mcp.json';
	switch (place.platform) {
		case 'macos':
			return joinAt(place, '/Library/Application Support/ClaudeCode', name);
		case 'linux':
			return joinAt(place, '/etc/claude-code', name);
		case 'windows':
			return joinAt(place, place.env.ProgramFiles || 'C:\\Program Files', 'ClaudeCode', name);
	}
}
