import type {Place} from './place.ts';

/** A program that starts or reaches MCP servers, and where it keeps its list of them. Adding one is a file and a line. */
export interface Client {
	/** As it stands in `used_by`. */
	readonly id: string;
	readonly title: string;
	/** Known from its documentation, but not first class. */
	readonly isExperimental: boolean;
	/** Where its lists may be, the most important first. Touches no file. */
	readonly files: (place: Place) => readonly ClientFile[];
}

export interface ClientFile {
	/** Absolute; a part of it may hold a `*`. */
	readonly path: string;
	readonly format: Format;
	/** The folder that the file is about, absolute; null where it is about none. */
	readonly folder: string | null;
	/** Read only where none of the client's files before it was there. */
	readonly isFallback?: true;
	/** Finds the lists of servers in the file's content. */
	readonly groups: (content: unknown) => readonly Group[];
	readonly style: Style;
}

export type Format = 'json' | 'toml' | 'yaml';

/** A list of servers within a file. */
export interface Group {
	/** Each server's settings by its name, as the file has them. */
	readonly servers: unknown;
	/** What the user is asked for when a server starts, in VS Code's way. */
	readonly inputs?: unknown;
	/** In place of the file's own. */
	readonly folder?: string;
	/** Names of those that are switched off elsewhere in the file. */
	readonly isOff?: (name: string) => boolean;
}

/** How a client writes what all of them write. */
export interface Style {
	readonly variables: VariableSyntax;
	/** What a bare `url` means; null where the client tries both. */
	readonly urlIs?: 'sse';
}

/**
 * How a client names variables in texts: not at all; `${NAME}` and `${NAME:-default}`; `${env:NAME}` and `${input:id}` as
 * VS Code does; also `$NAME` and `%NAME%`; `{env:NAME}`.
 */
export type VariableSyntax = 'none' | 'braces' | 'editor' | 'shell' | 'curly';
