import type {Client, ClientFile, Group} from '../client.ts';
import {own} from '../own.ts';
import {joinAt} from '../place.ts';
import {inFolders} from './mcp-servers.ts';

export const gemini: Client = {
	id: 'gemini',
	title: 'Gemini CLI',
	isExperimental: true,
	files: place => [
		settings(joinAt(place, place.home, '.gemini', 'settings.json')),
		...inFolders(place, ['.gemini', 'settings.json'], settings),
	],
};

const settings = (path: string, folder: string | null = null): ClientFile => ({
	path,
	format: 'json',
	folder,
	groups: content => [groupOf(content)],
	style: {variables: 'shell', urlIs: 'sse'},
});

function groupOf(content: unknown): Group {
	const allowed = namesIn(own(content, 'mcp', 'allowed'));
	const excluded = namesIn(own(content, 'mcp', 'excluded'));
	return {
		servers: own(content, 'mcpServers'),
		isOff: name => excluded.includes(name) || (allowed.length > 0 && !allowed.includes(name)),
	};
}

const namesIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
