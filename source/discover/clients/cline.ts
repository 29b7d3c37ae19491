import type {Client} from '../client.ts';
import {joinAt, type Place} from '../place.ts';
import {mcpServersFile} from './mcp-servers.ts';
import {userFolders} from './vscode.ts';

export const cline: Client = {
	id: 'cline',
	title: 'Cline',
	isExperimental: true,
	files: place =>
		extensionFolders(place).map(folder =>
			mcpServersFile(joinAt(place, folder, 'saoudrizwan.claude-dev', 'settings', 'cline_mcp_settings.json')),
		),
};

/** Where extensions of editors that are built from VS Code keep what is theirs. */
export const extensionFolders = (place: Place): readonly string[] =>
	userFolders(place, ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf']).map(folder =>
		joinAt(place, folder, 'globalStorage'),
	);
