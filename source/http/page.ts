/** What is sent back. */
export interface Reply {
	readonly status: number;
	readonly body: string;
	/** The media type; plain text where none is named. */
	readonly type?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** Something that can be read at one path. */
export interface Page {
	/** One line for the index. */
	readonly help: string;
	/** Anybody who reaches the port may read it, for it tells nothing of the fleet. */
	readonly isPublic: boolean;
	read(query: URLSearchParams): Reply | Promise<Reply>;
}

/** By path. */
export type Pages = ReadonlyMap<string, Page>;

/** One line of text. */
export const say = (status: number, line: string, headers: Reply['headers'] = {}): Reply => ({
	status,
	body: `${line}\n`,
	headers,
});
