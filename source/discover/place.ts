import {posix, win32} from 'node:path';

/** A computer and a folder on it, as far as it matters where programs keep their settings. */
export interface Place {
	readonly platform: 'macos' | 'linux' | 'windows';
	/** Absolute. */
	readonly home: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The folder we are in and those above it that belong to the same project, nearest first. Absolute. */
	readonly folders: readonly string[];
}

/** Joins parts of a path as that computer does. */
export const joinAt = ({platform}: Pick<Place, 'platform'>, ...parts: readonly string[]): string =>
	(platform === 'windows' ? win32 : posix).join(...parts);

/** Makes a path absolute, `from` being so. */
export const resolveAt = ({platform}: Pick<Place, 'platform'>, from: string, path: string): string =>
	(platform === 'windows' ? win32 : posix).resolve(from, path);

export const isAbsoluteAt = ({platform}: Pick<Place, 'platform'>, path: string): boolean =>
	(platform === 'windows' ? win32 : posix).isAbsolute(path);

/** Where desktop programs keep their settings. */
export function settingsFolder(place: Place): string {
	const {platform, env, home} = place;
	switch (platform) {
		case 'macos':
			return joinAt(place, home, 'Library', 'Application Support');
		case 'linux':
			return xdgFolder(place);
		case 'windows':
			return env.APPDATA || joinAt(place, home, 'AppData', 'Roaming');
	}
}

/** Where programs that follow XDG on every system keep theirs; a relative `XDG_CONFIG_HOME` is to be ignored. */
export function xdgFolder(place: Place): string {
	const set = place.env.XDG_CONFIG_HOME;
	return set && isAbsoluteAt(place, set) ? set : joinAt(place, place.home, '.config');
}

/** Windows' folder for what stays on this computer. */
export const localFolder = (place: Place): string =>
	place.env.LOCALAPPDATA || joinAt(place, place.home, 'AppData', 'Local');
