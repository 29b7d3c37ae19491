import type {Client, ClientFile} from '../client.ts';
import {own} from '../own.ts';
import {joinAt, settingsFolder, xdgFolder} from '../place.ts';
import {inFolders} from './mcp-servers.ts';

export const zed: Client = {
	id: 'zed',
	title: 'Zed',
	isExperimental: true,
	files: place => [
		settings(
			place.platform === 'windows'
				? joinAt(place, settingsFolder(place), 'Zed', 'settings.json')
				: joinAt(place, xdgFolder(place), 'zed', 'settings.json'),
		),
		...inFolders(place, ['.zed', 'settings.json'], settings),
	],
};

const settings = (path: string, folder: string | null = null): ClientFile => ({
	path,
	format: 'json',
	folder,
	groups: content => [{servers: own(content, 'context_servers')}],
	style: {variables: 'none'},
});
