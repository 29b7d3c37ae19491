/** Looked at from the end; what came earlier is not why a process ended. */
const linesLookedAt = 60;

/** The frame around an error: stack traces, markers, quoted source, a runtime's footer, a package manager's advice. */
const noise = [
	/^at\s/,
	/^Node\.js v\d/,
	/^[\s^~{}[\]().,;|-]*$/,
	/^node:[\w/]+:\d+$/,
	/^(file:\/\/)?\/.*:\d+(:\d+)?$/,
	/^throw\s/,
	/^Traceback \(most recent call last\)/,
	/^File ".*", line \d+/,
	/^npm (notice|warn)\b/i,
	/A complete log of this run can be found in/,
	/^\d+: 0x[\da-f]+/,
	/^-{3,}.*-{3,}$|^<---.*--->$/,
	/^\(Use `node --trace-/,
	/^Require stack:|^- \//,
];

/** `Error: …`, `TypeError [CODE]: …`, `Uncaught Error: …`, `ModuleNotFoundError: …`, `error: …`. */
const namedError = /^(?:[\w.]+ )?(?:[\w.]*(?:Error|Exception)|error|fatal|panic)\b[^:]{0,60}:/i;
const mentionsError = /error|fatal|panic|exception/i;

/** The line of stderr that tells a person most about why the process ended, or null. */
export function pickLastWords(stderr: readonly string[]): string | null {
	const lines = stderr.slice(-linesLookedAt).filter(line => !noise.some(pattern => pattern.test(line)));
	const last = (isWanted: (line: string) => boolean) => lines.findLast(isWanted);
	return last(line => namedError.test(line)) ?? last(line => mentionsError.test(line)) ?? lines.at(-1) ?? null;
}
