import type {Client, ClientFile} from '../client.ts';
import {own} from '../own.ts';
import {joinAt, xdgFolder} from '../place.ts';
import {inFolders} from './mcp-servers.ts';

const names = ['opencode.json', 'opencode.jsonc'];

export const opencode: Client = {
	id: 'opencode',
	title: 'opencode',
	isExperimental: true,
	files: place => [
		...(place.env.OPENCODE_CONFIG ? [settings(place.env.OPENCODE_CONFIG)] : []),
		...names.map(name => settings(joinAt(place, xdgFolder(place), 'opencode', name))),
		...names.flatMap(name => inFolders(place, [name], settings)),
	],
};

const settings = (path: string, folder: string | null = null): ClientFile => ({
	path,
	format: 'json',
	folder,
	groups: content => [{servers: own(content, 'mcp')}],
	style: {variables: 'curly'},
});
