import type {Client, ClientFile, Group} from '../client.ts';
import {own} from '../own.ts';
import {joinAt, type Place, settingsFolder} from '../place.ts';
import {inFolders} from './mcp-servers.ts';

export const vscode: Client = {
	id: 'vscode',
	title: 'VS Code',
	isExperimental: false,
	files: place => [
		...userFolders(place).flatMap(folder => [
			listFile(joinAt(place, folder, 'mcp.json')),
			listFile(joinAt(place, folder, 'profiles', '*', 'mcp.json')),
			settingsFile(joinAt(place, folder, 'settings.json')),
		]),
		...inFolders(place, ['.vscode', 'mcp.json'], listFile),
		...inFolders(place, ['.vscode', 'settings.json'], settingsFile),
	],
};

/** The user's folders of VS Code and of what is built from it. */
export const userFolders = (place: Place, names = ['Code', 'Code - Insiders', 'VSCodium']): readonly string[] =>
	names.map(name => joinAt(place, settingsFolder(place), name, 'User'));

const listFile = (path: string, folder: string | null = null): ClientFile => ({
	path,
	format: 'json',
	folder,
	groups: content => [groupOf(content)],
	style: {variables: 'editor'},
});

/** Where the list was before it had a file of its own. */
const settingsFile = (path: string, folder: string | null = null): ClientFile => ({
	...listFile(path, folder),
	groups: content => [groupOf(own(content, 'mcp')), {servers: own(content, 'mcp.servers')}],
});

const groupOf = (content: unknown): Group => ({servers: own(content, 'servers'), inputs: own(content, 'inputs')});
