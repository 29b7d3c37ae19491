import {createHash} from 'node:crypto';
import {fileURLToPath} from 'node:url';
import {discover, type SearchedFile} from '../../source/discover/discover.ts';
import type {FoundTarget} from '../../source/discover/found.ts';
import type {Place} from '../../source/discover/place.ts';
import {type Files, realFiles} from '../../source/discover/read-file.ts';

export const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const root = fileURLToPath(new URL('../../fixtures/clients/', import.meta.url));

/** The computers of `fixtures/clients`, each with one user who has every client, in a project of hers. */
export const places: Readonly<Record<Place['platform'], Place>> = {
	linux: {platform: 'linux', home: '/home/ada', env: {}, folders: ['/home/ada/code/shop']},
	macos: {platform: 'macos', home: '/Users/ada', env: {}, folders: ['/Users/ada/code/shop']},
	windows: {
		platform: 'windows',
		home: 'C:\\Users\\ada',
		env: {
			APPDATA: 'C:\\Users\\ada\\AppData\\Roaming',
			LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local',
			ProgramFiles: 'C:\\Program Files',
		},
		folders: ['C:\\Users\\ada\\code\\shop'],
	},
};

/** Reads a computer's files out of its folder here. */
export function filesOf(platform: Place['platform']): Files {
	const here = (path: string): string =>
		`${root}${platform}/${path
			.replace(/^([A-Z]):/, '$1')
			.replaceAll('\\', '/')
			.replace(/^\//, '')}`;
	return {read: path => realFiles.read(here(path)), list: folder => realFiles.list(here(folder))};
}

export const lookAt = (platform: Place['platform']): Promise<readonly SearchedFile[]> =>
	discover(places[platform], filesOf(platform));

/** All of a target in one line; the home folder is `~`, and its paths have slashes. */
export function describe(target: FoundTarget, {home}: Place): string {
	const pairs = (values: Readonly<Record<string, string>>): string =>
		Object.entries(values)
			.map(([name, value]) => ` ${name}=${value}`)
			.join('');
	const line =
		target.transport === 'stdio'
			? `${[target.command, ...target.args].join(' ')}${target.cwd === null ? '' : ` in ${target.cwd}`}${pairs(target.env)}`
			: `${target.transport}${target.isCertain ? '' : '?'} ${target.url}${pairs(target.headers)}`;
	return line.replaceAll(home, '~').replaceAll('\\', '/');
}
