import type {Client, ClientFile} from '../client.ts';
import {own} from '../own.ts';
import {joinAt} from '../place.ts';
import {inFolders} from './mcp-servers.ts';

export const codex: Client = {
	id: 'codex',
	title: 'Codex',
	isExperimental: false,
	files(place) {
		const folder = place.env.CODEX_HOME || joinAt(place, place.home, '.codex');
		return [
			tomlFile(joinAt(place, folder, 'config.toml')),
			tomlFile(joinAt(place, folder, '*.config.toml')),
			...inFolders(place, ['.codex', 'config.toml'], tomlFile),
			...(place.platform === 'windows' ? [] : [tomlFile('/etc/codex/config.toml')]),
		];
	},
};

const tomlFile = (path: string, folder: string | null = null): ClientFile => ({
	path,
	format: 'toml',
	folder,
	groups: content => [{servers: own(content, 'mcp_servers')}],
	style: {variables: 'none'},
});
