import type {Client} from '../client.ts';
import {own} from '../own.ts';
import {joinAt, settingsFolder, xdgFolder} from '../place.ts';

export const goose: Client = {
	id: 'goose',
	title: 'Goose',
	isExperimental: true,
	files: place => [
		{
			path:
				place.platform === 'windows'
					? joinAt(place, settingsFolder(place), 'Block', 'goose', 'config', 'config.yaml')
					: joinAt(place, xdgFolder(place), 'goose', 'config.yaml'),
			format: 'yaml',
			folder: null,
			groups: content => [{servers: own(content, 'extensions')}],
			style: {variables: 'none'},
		},
	],
};
