import {type Category, factsOf} from './categories.ts';
import {plainText} from './plain-text.ts';
import type {Failure, Phase} from './probe-result.ts';

/** What a failure can say beyond its message. */
export interface FailureDetails {
	/** What to do next. */
	readonly hint?: string | null;
	/** Where the category's usual answer does not hold. */
	readonly transient?: boolean;
	readonly retryAfterMs?: number;
}

/** Makes a failure; its words are cleaned and bounded, so that foreign text may be part of them. */
export function failure(category: Category, phase: Phase, message: string, details: FailureDetails = {}): Failure {
	const facts = factsOf(category);
	const {transient = facts.transient, retryAfterMs} = details;
	const hint = details.hint ?? facts.hint;
	return {
		category,
		transient,
		phase,
		message: plainText(message),
		hint: hint ? plainText(hint) : null,
		...(retryAfterMs === undefined ? {} : {retryAfterMs}),
	};
}

/** How a server's process ended. */
export interface ProcessEnd {
	readonly code: number | null;
	readonly signal: string | null;
	/** The system ran out of memory and killed something just then, and the kill was not ours. */
	readonly isOutOfMemory: boolean;
	/** The line of stderr that says why, or null. */
	readonly lastWords: string | null;
}

/** A process that ended by itself, or was ended by somebody else. */
export function classifyExit({code, signal, isOutOfMemory, lastWords}: ProcessEnd, phase: Phase): Failure {
	const suspicion = isOutOfMemory ? ' (possibly out of memory)' : '';
	const why = lastWords ? `: ${lastWords}` : '';
	if (signal !== null) {
		const words = sentBySomebody.has(signal) ? '' : why;
		return failure('process_killed', phase, `killed by ${signal}${suspicion}${words}`, {
			hint: isOutOfMemory ? memoryHint : sentBySomebody.has(signal) ? senderHint : 'it crashed; see its stderr',
		});
	}
	return failure('process_exited', phase, `exited with code ${code}${suspicion}${why}`, {
		hint: isOutOfMemory ? memoryHint : exitHint(code, lastWords),
	});
}

/** Signals that come from outside, so that nothing the process wrote is their cause. */
const sentBySomebody: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);
const senderHint = 'something outside sent the signal; see the system log';
const memoryHint = 'see the kernel log (dmesg), and give the server more memory or less to do';

function exitHint(code: number | null, lastWords: string | null): string {
	if (code === 127) return 'a command that it runs does not exist; see its stderr';
	if (code === 0) return 'a stdio server has to run until its stdin ends; check its arguments';
	return lastWords ? 'fix what its stderr names; it starts again by itself' : 'run its command by hand to see why';
}

/** What the system said to starting a process. */
export interface SpawnTrouble {
	/** Error code such as `ENOENT`. */
	readonly code: string;
	readonly command: string;
	/** The command is a path, and there is a file at it. */
	readonly hasFile: boolean;
}

/** A process that could not be started. */
export function classifySpawn({code, command, hasFile}: SpawnTrouble): Failure {
	switch (code) {
		case 'ENOENT':
			return hasFile
				? failure('command_not_found', 'connect', `interpreter not found: ${command}`, {
						hint: 'the program in the first line of that file (#!) does not exist',
					})
				: failure('command_not_found', 'connect', `command not found: ${command}`, {
						hint: 'install it, or give its full path: only PATH is searched',
					});
		case 'EACCES':
		case 'EPERM':
			return failure('command_not_found', 'connect', `command may not be run: ${command}`, {
				hint: 'make the file executable (chmod +x), and check the folders above it',
			});
		case 'EAGAIN':
		case 'ENOMEM':
		case 'EMFILE':
		case 'ENFILE':
			return failure('process_exited', 'connect', `could not be started (${code}): ${command}`, {
				hint: 'this machine is short of processes, memory or open files',
			});
		default:
			return failure('bad_config', 'connect', `could not be started (${code}): ${command}`, {
				hint: 'check its command and arguments',
			});
	}
}

/** A working folder that is not there; the system would blame the command for it. */
export const classifyMissingFolder = (path: string): Failure =>
	failure('bad_config', 'connect', `working folder does not exist: ${path}`, {hint: 'create it, or correct cwd'});

const awaited: Readonly<Record<Phase, string>> = {
	connect: 'no connection',
	initialize: 'no response to initialize',
	list_tools: 'no response to tools/list',
	call_tool: 'no response to tools/call',
};

/** Nothing came within the deadline. `method` where the phase does not tell what was asked. */
export const classifyTimeout = (
	afterMs: number,
	phase: Phase,
	{method, hint}: {readonly method?: string | null; readonly hint?: string | null} = {},
): Failure =>
	failure('timeout', phase, `timeout after ${afterMs}ms ${method ? `no response to ${method}` : awaited[phase]}`, {
		hint,
	});

/** An error that the server itself answered with. The code decides, for its words are its own. */
export function classifyRpc(code: number, message: string, phase: Phase): Failure {
	if (code === unsupportedVersion) {
		return failure('unsupported_version', phase, `speaks only newer protocol versions: ${message}`, {
			hint: 'it works with newer MCP clients only',
		});
	}
	return failure('rpc_error', phase, `JSON-RPC error ${code}: ${message}`, {
		transient: code === internalError || (code <= -32000 && code >= -32099),
		hint: code === internalError ? 'the server failed inside; see its log' : null,
	});
}

/** JSON-RPC 2.0, section 5.1. */
const internalError = -32603;
/** MCP 2026-07-28: UnsupportedProtocolVersion. */
export const unsupportedVersion = -32022;

/** A server that names the versions it supports, and none of them is among ours. */
export const classifyUnsupported = (supported: readonly string[], ours: readonly string[], phase: Phase): Failure =>
	failure('unsupported_version', phase, `supports only protocol version ${supported.slice(0, 5).join(', ')}`, {
		hint: `in common would be ${ours.slice(0, 4).join(', ')}`,
	});

/** An answer that is no MCP. */
export const classifyProtocol = (message: string, phase: Phase, hint: string | null = null): Failure =>
	failure('protocol', phase, message, {hint});
