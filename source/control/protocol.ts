import * as z from 'zod';

/**
 * The version of what is said over the socket. It rises whenever an older program would misunderstand, which a new word
 * in a closed list (a kind of alert, say) is enough for. New fields need no new version. The greeting, `hello` and
 * `refused` stay as they are over all versions, for by them two programs find out that they do not fit.
 */
export const protocolVersion = 4;

/** The longest line that is taken from a client, and from an owner; in UTF-16 units. */
export const longestRequest = 256 * 1024;
export const longestAnswer = 32 * 1024 * 1024;
/** Screens that can be attached at a time. */
export const mostScreens = 16;

/** What the owner says to anybody who knocks: the protocol's version and its process. */
export const greeting = z.looseObject({langsight: z.number(), pid: z.number().int().positive()});

const words = z.string().max(200);

/** What both sides say of themselves. */
export interface Hello {
	readonly protocol: number;
	/** Of the program. */
	readonly version: string;
	readonly pid: number;
	/** What a client came for: to see the fleet, or only to ask for something. */
	readonly wants?: 'state' | 'actions' | undefined;
}

export const hello = z.looseObject({
	hello: z.looseObject({
		protocol: z.number().int(),
		version: words,
		pid: z.number().int().positive(),
		wants: z.enum(['state', 'actions']).optional(),
	}) satisfies z.ZodType<Hello>,
});

/** Why the owner sends somebody away. */
export const refused = z.looseObject({refused: z.string()});

/** JSON from outside; undefined for what is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
