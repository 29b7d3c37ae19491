import type {Server} from './server.ts';

/** A text of a configuration as a person wrote it, without what variables put into it. May be a secret. */
export interface WrittenText {
	/** Where it stands: `env GITHUB_TOKEN`, `header Authorization`, `args`. */
	readonly place: string;
	/** What the value is of: a variable, a header, an option; null for a text without a name. */
	readonly name: string | null;
	readonly text: string;
}

/** The texts of a server that was found in a file without variables, such as that of an MCP client. */
export function textsOfServer(server: Server): readonly WrittenText[] {
	if (server.transport === 'stdio')
		return [...textsOfWords([server.command, ...server.args]), ...textsOfNamed('env', server.env)];
	return [
		{place: 'url', name: null, text: server.url},
		...textsOfNamed('header', server.headers),
		...(server.oauth ? [{place: 'auth.client_secret', name: 'client_secret', text: server.oauth.clientSecret}] : []),
		...(server.proxy ? [{place: 'proxy', name: null, text: server.proxy}] : []),
	];
}

/** Words of a command line: `--token abc` and `--token=abc` are both the text `abc` named `--token`. */
export const textsOfWords = (words: readonly string[], place = 'args'): readonly WrittenText[] =>
	words.map((word, index) => {
		const before = words[index - 1] ?? '';
		const [, option, value] = /^(-{0,2}[\w.-]{1,100})=(.*)$/s.exec(word) ?? [];
		if (option !== undefined && value !== undefined) return {place, name: option, text: value};
		const name = index > 0 && /^-{1,2}[\w.-]{1,100}$/.test(before) && !word.startsWith('-') ? before : null;
		return {place, name, text: word};
	});

/** Variables or headers with their values. */
export const textsOfNamed = (kind: string, values: Readonly<Record<string, string>>): readonly WrittenText[] =>
	Object.entries(values).map(([name, text]) => ({place: `${kind} ${name}`, name, text}));
