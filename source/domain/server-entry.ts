import type {Transport} from './server.ts';

/** A server as it is written into a configuration. Texts may hold `${NAME}`; a literal `${` stands as `$${`. */
export interface ServerEntry {
	readonly name: string;
	readonly transport: Transport;
	/** Program and arguments. */
	readonly command?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** Absolute, or relative to the configuration's folder. */
	readonly cwd?: string;
	readonly url?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly auth?: {readonly type: 'basic'; readonly username: string; readonly password: string};
	readonly tags?: readonly string[];
	readonly used_by?: readonly string[];
}

/** An entry with what is worth knowing about it, for a comment above it. */
export interface RemarkedEntry {
	readonly entry: ServerEntry;
	readonly remarks: readonly string[];
}

/** Puts a text that is to be taken as it is into a configuration's syntax. */
export const literal = (text: string): string => text.replaceAll('${', '$$${');

/** A variable in a configuration's syntax, with what holds where it is not set. */
export const reference = (name: string, fallback: string | null = null): string =>
	fallback === null ? `\${${name}}` : `\${${name}:-${fallback}}`;

/** The names of the variables in a configuration's text that have to be set. */
export const referencesIn = (text: string): readonly string[] =>
	[...text.matchAll(/\$\$\{|\$\{([A-Za-z_]\w*)\}/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
