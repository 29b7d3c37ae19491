import type {Readable as ReadableStream, Writable} from 'node:stream';
import type {Flags} from './flags.ts';

/** What a command is given of the world outside. */
export interface Outside {
	/** Of this program. */
	readonly version: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly stdin: NodeJS.ReadStream & ReadableStream;
	readonly stdout: NodeJS.WriteStream & Writable;
	readonly stderr: NodeJS.WriteStream & Writable;
	/** Aborts when the process is asked to end. */
	readonly signal: AbortSignal;
	/** Where alerts go as lines; absent where a screen shows them. */
	readonly alertLog?: {write(text: string): void; readonly isJson: boolean};
	/** While somebody listens here, SIGHUP is for them; else it is a closed terminal and ends the process. Returns its end. */
	readonly onHangUp: (run: () => void) => () => void;
}

/** One thing the program can be asked to do. Returns the exit code; what the user can mend is thrown as a `UserError`. */
export type Command = (args: readonly string[], flags: Flags, outside: Outside) => Promise<number>;

/** What the exit codes mean. One table: the README's is checked against it. */
export const exitCodes = {fine: 0, troubled: 1, usage: 2, bug: 70, interrupted: 130} as const;
