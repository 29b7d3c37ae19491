#!/usr/bin/env node
import {setMaxListeners} from 'node:events';
import manifest from '../package.json';
import type {Command, Flags, Outside} from './commands/command.ts';

/** What the program can be asked to do; each part is loaded only when it is wanted. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
	'mcp-health': async () => (await import('./commands/check-health.ts')).checkHealth,
	config: async () => (await import('./commands/check-config.ts')).checkConfig,
	accept: async () => (await import('./commands/accept.ts')).accept,
};

const help = `
  Usage
    $ langsight                     watch the fleet, live
    $ langsight mcp-health          check every server once and report (the same as --once)
    $ langsight config check        check the configuration
    $ langsight accept SERVER       take a server's changed tools as the new baseline

  Choosing
    --config FILE     the configuration (else .langsight.yaml here or above, then ~/.config/langsight/config.yaml)
    --demo            a fleet of real servers that fail on purpose; needs no configuration
    --server NAME     only this server (repeatable)
    --tag TAG         only servers with this tag (repeatable: all of them)
    --filter QUERY    only servers that match, such as 'status!=up' or 'tag:critical latency>500'

  Reporting
    --once            check once, print, exit
    --json            the report as JSON
    --group-by KEY    tag:KEY, project, status or transport
    --fail-on LIST    what makes the exit code 1: down, stale, degraded, drift, breaking, auth, never
                      (default: down,stale,degraded)
    --retries N       try a failing server N more times before it counts
    --interval N      seconds between two checks of a server (default 30)
    --no-color        no colors (NO_COLOR does the same)
    --ascii           plain letters instead of symbols and lines

  Exit codes
    0 fine · 1 a server that is shown is not · 2 usage or configuration error · 70 a bug · 130 interrupted

  Examples
    $ langsight --demo
    $ langsight --once --tag critical --fail-on down,breaking
    $ langsight mcp-health --json | jq '.servers[] | select(.status == "down")'
`;

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
	listen(ending);
	const outside: Outside = {
		version: manifest.version,
		env: process.env,
		cwd: process.cwd(),
		stdin: process.stdin,
		stdout: process.stdout,
		stderr: process.stderr,
		signal: ending.signal,
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
	const {default: meow} = await import('meow');
	const {input, flags} = meow(help, {
		importMeta: import.meta,
		pkg: {name: manifest.name, version: manifest.version, bin: {langsight: 'dist/cli.js'}},
		description: 'LangSight watches MCP servers from your terminal.',
		allowUnknownFlags: false,
		flags: {
			config: {type: 'string', shortFlag: 'c'},
			interval: {type: 'number'},
			once: {type: 'boolean', default: false},
			json: {type: 'boolean', default: false},
			server: {type: 'string', isMultiple: true},
			filter: {type: 'string'},
			tag: {type: 'string', isMultiple: true},
			groupBy: {type: 'string'},
			failOn: {type: 'string'},
			retries: {type: 'number'},
			demo: {type: 'boolean', default: false},
			color: {type: 'boolean', default: true},
			ascii: {type: 'boolean', default: false},
		},
	});
	return {input, flags: {...flags, server: flags.server ?? [], tag: flags.tag ?? []}};
}

async function choose(name: string | undefined, flags: Flags, {stdout}: Outside): Promise<Command> {
	const load = name === undefined ? undefined : commands[name];
	if (load) return load();
	const {UserError} = await import('./domain/errors.ts');
	if (name !== undefined) {
		throw new UserError(`There is no command "${name}"`, `One of: ${Object.keys(commands).join(', ')}; see --help.`);
	}
	const isHeadless = flags.once || flags.json || !stdout.isTTY;
	return isHeadless
		? (await import('./commands/check-health.ts')).checkHealth
		: (await import('./commands/watch.ts')).watch;
}

/** The first signal asks everything to end in order; a second one does not wait. */
function listen(ending: AbortController): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
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
