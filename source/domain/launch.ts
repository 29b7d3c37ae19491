import {type RunPackage, readRunPackage} from './package-runner.ts';
import {innerCommand, isShell, shellCommandAt} from './wrapped-command.ts';

/** What a command line runs in the end. */
export type Target =
	| {readonly kind: 'package'; readonly run: RunPackage}
	| {readonly kind: 'module'; readonly interpreter: string; readonly options: string; readonly module: string}
	| {readonly kind: 'script'; readonly interpreter: string; readonly options: string; readonly path: string}
	| {readonly kind: 'program'; readonly path: string};

export interface Launch {
	readonly target: Target;
	readonly args: readonly string[];
	/** It starts something else and waits for it, as npx, uvx and `sh -c` do. */
	readonly isLauncher: boolean;
	/** The words come from a process title, which knows no quotes and hides what is secret. */
	readonly isTitle: boolean;
}

/** Wrappers may be wrapped; nobody does it deeper. */
const deepest = 8;

/**
 * Reads a command line, a configured one or that of a running process, through its wrappers.
 * @param argv bounded by the caller; null comes back only for nothing.
 */
export function readLaunch(argv: readonly string[], depth = 0): Launch | null {
	const [first] = argv;
	if (first === undefined) return null;
	if (argv.length === 1 && first.startsWith('npm ')) {
		const launch = readLaunch(first.split(' '), depth + 1);
		return launch && {...launch, isLauncher: true, isTitle: true};
	}
	const program = baseName(first);
	const inner = depth < deepest ? innerCommand(program, argv) : null;
	if (inner) {
		const launch = readLaunch(inner, depth + 1);
		if (launch) return {...launch, isLauncher: true};
	}
	const run = readRunPackage([program, ...argv.slice(1)]);
	if (run) return {target: {kind: 'package', run}, args: run.args, isLauncher: true, isTitle: false};
	const isCommandString = isShell(program) && shellCommandAt(argv) !== null;
	const interpreter = isCommandString ? null : interpreterOf(program);
	const script = interpreter === null ? null : readInterpreted(interpreter, argv);
	// npx and its like are scripts themselves, until they have set their title.
	if (script?.target.kind === 'script' && depth < deepest) {
		const {path} = script.target;
		if (scriptedRunners.test(path))
			return readLaunch([baseName(path).replace(/(?:-cli)?\.c?js$/, ''), ...script.args], depth + 1);
	}
	const isLauncher = launchers.has(program) || isCommandString;
	return script ?? {target: {kind: 'program', path: first}, args: argv.slice(1), isLauncher, isTitle: false};
}

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The name that all versions of an interpreter share, or null for other programs. */
export function interpreterOf(program: string): string | null {
	if (/^python[\d.]*$/.test(program)) return 'python';
	if (program === 'nodejs') return 'node';
	return interpreters.has(program) || isShell(program) ? program : null;
}

const interpreters = new Set(['node', 'bun', 'deno', 'ruby', 'perl', 'php', 'pypy', 'pypy3', 'tsx', 'ts-node']);
const launchers = new Set([
	'npm',
	'pnpm',
	'yarn',
	'uv',
	'pipx',
	'sudo',
	'doas',
	'op',
	'doppler',
	'dotenv',
	'infisical',
]);
const scriptedRunners = /\/(?:(?:npx|npm)(?:-cli\.js)?|pnpx?(?:\.cjs)?|bunx|yarn(?:\.js)?|pipx)$/;

/** Options before a script that are followed by a value. */
const valuedOptions = new Set([
	'-r',
	'--require',
	'--import',
	'--loader',
	'-C',
	'--conditions',
	'--env-file',
	'-W',
	'-X',
]);

/** An interpreter with its script or module; null where it runs neither. */
function readInterpreted(interpreter: string, argv: readonly string[]): Launch | null {
	let at = 1;
	for (; at < argv.length; at++) {
		const word = argv[at] ?? '';
		if (/^(?:-e|-p|--eval|--print|-c|-)$/.test(word)) return null;
		if (word === '-m' && interpreter === 'python') break;
		if (!word.startsWith('-') && !(word === 'run' && (interpreter === 'bun' || interpreter === 'deno'))) break;
		if (valuedOptions.has(word)) at++;
	}
	const options = argv.slice(1, at).join(' ');
	const isModule = argv[at] === '-m';
	const path = argv[isModule ? at + 1 : at];
	if (path === undefined) return null;
	const target: Target = isModule
		? {kind: 'module', interpreter, options, module: path}
		: {kind: 'script', interpreter, options, path};
	return {target, args: argv.slice(isModule ? at + 2 : at + 1), isLauncher: false, isTitle: false};
}
