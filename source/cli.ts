#!/usr/bin/env node
import {setMaxListeners} from 'node:events';
import type {AnyFlag} from 'meow';
import manifest from '../package.json';
import type {Command, Outside} from './commands/command.ts';
import type {FlagEntry, Flags} from './commands/flags.ts';

async function main(): Promise<number> {
	// Asked by scripts and prompts, so it is answered before anything is loaded.
	if (process.argv.length === 3 && process.argv[2] === '--version') {
		process.stdout.write(`${manifest.version}\n`);
		return 0;
	}
	const cli = await readArguments();
	const ending = new AbortController();
	// Every check of a large fleet listens to it.
	setMaxListeners(0, ending.signal);
	// A library's warning would be painted over the screen.
	process.removeAllListeners('warning');
	const hangUps = new Set<() => void>();
	listen(ending, hangUps);
	const outside: Outside = {
		version: manifest.version,
		env: process.env,
		cwd: process.cwd(),
		stdin: process.stdin,
		stdout: process.stdout,
		stderr: process.stderr,
		signal: ending.signal,
		onHangUp(run) {
			hangUps.add(run);
			return () => hangUps.delete(run);
		},
	};
	try {
		const [name, ...rest] = cli.input;
		const command = await choose(name, cli.flags, outside);
		const code = await command(rest, cli.flags, outside);
		return ending.signal.aborted && ending.signal.reason === 'SIGINT' ? 130 : code;
	} catch (error) {
		return report(error);
	}
}

async function readArguments(): Promise<{input: readonly string[]; flags: Flags}> {
	const [{default: meow}, {usage}, {flagEntries}] = await Promise.all([
		import('meow'),
		import('./commands/usage.ts'),
		import('./commands/flags.ts'),
	]);
	const {input, flags} = meow(usage(), {
		importMeta: import.meta,
		pkg: {name: manifest.name, version: manifest.version, bin: {langsight: 'dist/cli.js'}},
		description: 'LangSight watches MCP servers from your terminal.',
		allowUnknownFlags: false,
		flags: Object.fromEntries(flagEntries.map(([name, entry]) => [name, toMeowFlag(entry)])),
	});
	// The table that was read is the one the type is made from.
	return {input, flags: flags as unknown as Flags};
}

/** A switch is off, and a list empty, unless it is given. */
const toMeowFlag = ({type, isMultiple, shortFlag, default: holds}: FlagEntry): AnyFlag => ({
	...(type === 'boolean'
		? {type, default: holds ?? false}
		: isMultiple
			? {type: 'string', isMultiple, default: []}
			: {type}),
	...(shortFlag ? {shortFlag} : {}),
});

async function choose(name: string | undefined, flags: Flags, {stdout}: Outside): Promise<Command> {
	const [{commands}, {UserError}, {keepHeapSmall}] = await Promise.all([
		import('./commands/commands.ts'),
		import('./domain/errors.ts'),
		import('./commands/small-heap.ts'),
	]);
	if (name !== undefined && Object.hasOwn(commands, name)) return commands[name]!.load();
	if (name !== undefined)
		throw new UserError(`There is no command "${name}"`, `One of: ${Object.keys(commands).join(', ')}; see --help.`);
	const isHeadless =
		flags.once ||
		flags.json ||
		flags.scorecard ||
		flags.baseline !== undefined ||
		flags.junit !== undefined ||
		!stdout.isTTY;
	if (isHeadless) return (await import('./commands/check-health.ts')).checkHealth;
	keepHeapSmall();
	return (await import('./commands/watch.ts')).watch;
}

/** The first signal asks everything to end in order; a second one does not wait. */
function listen(ending: AbortController, hangUps: ReadonlySet<() => void>): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			// A daemon has no terminal that could be closed: there it means something else, by old custom.
			if (signal === 'SIGHUP' && hangUps.size > 0 && !ending.signal.aborted) {
				for (const run of hangUps) run();
				return;
			}
			if (ending.signal.aborted) process.exit(130);
			ending.abort(signal);
		});
	}
	// A reader that went away (`| head`) ends us quietly.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE') throw error;
		if (ending.signal.aborted) process.exit(0);
		ending.abort('EPIPE');
	});
	process.stderr.on('error', () => {});
}

async function report(error: unknown): Promise<number> {
	const {UserError} = await import('./domain/errors.ts');
	if (error instanceof UserError) {
		const lines = [error.message, ...error.details, ...(error.hint ? [error.hint] : [])];
		process.stderr.write(`${lines.join('\n')}\n`);
		return 2;
	}
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	process.stderr.write(`LangSight has a bug, please report it:\n${text}\n`);
	return 70;
}

const code = await main();
// What was printed gets out first; what else would hold the process (a socket half open, say) does not matter any more.
for (const stream of [process.stdout, process.stderr]) await new Promise(resolve => stream.write('', resolve));
process.exit(code);
