import {isAbsolute, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {baseName, interpreterOf, readLaunch} from '../../domain/launch.ts';
import type {ProcessRole, SeenCommand} from '../../domain/match-command.ts';
import {plainText} from '../../domain/plain-text.ts';
import {isShell} from '../../domain/wrapped-command.ts';
import type {CommandLine} from './census.ts';

/** What a command line says of its process. */
export interface Verdict {
	/** Servers whose process it may be. */
	readonly roles: ReadonlyMap<string, ProcessRole>;
	/** It only starts something else and waits for it. */
	readonly isLauncher: boolean;
	/** A LangSight, whose children are copies that it probes. */
	readonly isMonitor: boolean;
	/** A person at a prompt, or what looks after orphans: its children may end without anybody missing them. */
	readonly isNoAgent: boolean;
	/** Fit to print. */
	readonly name: string;
	/** To tell apart what launchers run; empty where it is too long to be kept. */
	readonly argv: readonly string[];
}

const longestName = 40;
const longestKept = 2048;

const caretakers = new Set([
	'systemd',
	'init',
	'tini',
	'dumb-init',
	'docker-init',
	'catatonit',
	'containerd-shim',
	'conmon',
]);

/** The program that this module has been built into stands beside it. */
const ownProgram = fileURLToPath(new URL('cli.js', import.meta.url));

/** @param match tells whose command line it is. */
export function createJudge(match: (seen: SeenCommand) => ReadonlyMap<string, ProcessRole>) {
	return (line: CommandLine, before: Verdict | null): Verdict => {
		const {argv, comm} = line;
		const launch = readLaunch(argv);
		const script = launch?.target.kind === 'script' ? launch.target.path : null;
		const roles = match(line);
		const isTitleOnly = before !== null && roles.size === 0;
		return {
			roles: isTitleOnly ? before.roles : roles,
			isLauncher: (launch?.isLauncher ?? false) || (argv.length === 1 && argv[0] === 'npm'),
			isMonitor: (before?.isMonitor ?? false) || isMonitor(script ?? argv[0] ?? '', line),
			isNoAgent: isPrompt(argv) || caretakers.has(comm.slice(0, 15)),
			name: copyText(plainText(nameOf(argv, script, comm), longestName) || 'unnamed'),
			argv: isShort(argv) ? argv : [],
		};
	};
}

const isShort = (argv: readonly string[]): boolean =>
	argv.reduce((sum, {length}) => sum + length + 1, 0) <= longestKept;

/** A part of a text keeps the whole of it in memory. */
const copyText = (part: string): string => Buffer.from(part).toString();

function isMonitor(path: string, line: CommandLine): boolean {
	if (baseName(path) === 'langsight' || path.endsWith('/langsight/dist/cli.js')) return true;
	if (!path.endsWith('cli.js')) return false;
	return ownProgram === (isAbsolute(path) ? path : resolve(line.cwd ?? '/', path));
}

/** A shell that neither runs a script nor was told a command. */
function isPrompt(argv: readonly string[]): boolean {
	const [program = '', ...options] = argv;
	if (!isShell(baseName(program))) return false;
	return options.every(
		(option, at) =>
			/^-(?:-.*|[^c-][^c]*)$/.test(option) || options[at - 1] === '--init-file' || options[at - 1] === '--rcfile',
	);
}

function nameOf(argv: readonly string[], script: string | null, comm: string): string {
	const [first = ''] = argv;
	// Browsers and what is built like them put all their arguments into one.
	const program = baseName(first.split(' -', 1)[0] ?? '');
	const path = script ?? program;
	const [, owner] = /.*\/node_modules\/(?:@[^/]+\/)?([^/.][^/]*)\//s.exec(path) ?? [];
	const isBare = script === null && interpreterOf(program) !== null;
	return owner ?? ((isBare ? program : baseName(path).replace(/\.(?:[cm]?[jt]s|py)$/, '')) || comm);
}
