import type {Client, ClientFile} from '../client.ts';
import {joinAt, localFolder, settingsFolder} from '../place.ts';
import {mcpServersFile} from './mcp-servers.ts';

const name = 'claude_desktop_config.json';

export const claudeDesktop: Client = {
	id: 'claude-desktop',
	title: 'Claude Desktop',
	isExperimental: false,
	files(place) {
		const file = (...folders: string[]): ClientFile =>
			mcpServersFile(joinAt(place, ...folders, 'Claude', name), null, 'none');
		const usual = file(settingsFolder(place));
		if (place.platform !== 'windows') return [usual];
		// Installed from a package, it sees a file of its own in place of the usual one.
		const packaged = file(localFolder(place), 'Packages', 'Claude_*', 'LocalCache', 'Roaming');
		return [packaged, {...usual, isFallback: true}];
	},
};
