/** A server as one client has it. Texts are in a configuration's syntax: `${NAME}` is a variable. May hold secrets. */
export interface FoundServer {
	/** Fit to be a name in a configuration. */
	readonly name: string;
	/** The client's id. */
	readonly client: string;
	/** Where it stands. */
	readonly file: string;
	/** False where the client has it switched off. */
	readonly isEnabled: boolean;
	readonly target: FoundTarget;
	/** What a person should know before they use it. */
	readonly notes: readonly string[];
}

export type FoundTarget = FoundCommand | FoundAddress;

export interface FoundCommand {
	readonly transport: 'stdio';
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** Variables that came from a file of secrets, so that their values stay out of every other one. */
	readonly hiddenEnv: readonly string[];
	/** Absolute; null where it does not matter. */
	readonly cwd: string | null;
}

export interface FoundAddress {
	readonly transport: 'sse' | 'streamable_http';
	/** False where the client does not say which of the two it is. */
	readonly isCertain: boolean;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}
