import type {Client} from '../client.ts';
import {joinAt} from '../place.ts';
import {extensionFolders} from './cline.ts';
import {inFolders, mcpServersFile} from './mcp-servers.ts';

export const roo: Client = {
	id: 'roo',
	title: 'Roo Code',
	isExperimental: true,
	files: place => [
		...extensionFolders(place).map(folder =>
			mcpServersFile(joinAt(place, folder, 'rooveterinaryinc.roo-cline', 'settings', 'mcp_settings.json')),
		),
		...inFolders(place, ['.roo', 'mcp.json']),
	],
};
