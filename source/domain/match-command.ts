import {baseName, interpreterOf, type Launch, readLaunch} from './launch.ts';
import {isOfPackage} from './package-runner.ts';

/** A configured stdio server, as far as its process can tell. */
export interface ServerCommand {
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	/** Its own working folder, absolute, or null where it runs in that of whoever starts it. */
	readonly cwd: string | null;
}

/** A process as it is seen from outside. */
export interface SeenCommand {
	readonly argv: readonly string[];
	/** Null where it may not be read. */
	readonly cwd: string | null;
}

/** A launcher only starts the server: npx, `sh -c`. */
export type ProcessRole = 'server' | 'launcher';

/**
 * Tells whose process it is. Servers that only their environment tells apart all come back, for it cannot be read from
 * outside; working folders are heard only where command lines agree.
 * @param from absolute; where relative paths of servers without a folder of their own start.
 * @returns roles by the name of the server; empty for a process of nobody's.
 */
export function createMatcher(
	commands: readonly ServerCommand[],
	from: string,
): (seen: SeenCommand) => ReadonlyMap<string, ProcessRole> {
	const known = commands.map(one => ({one, launch: readLaunch([one.command, ...one.args]), from: one.cwd ?? from}));
	return seen => {
		const launch = readLaunch(seen.argv);
		if (launch === null) return nobody;
		const fitting = known.filter(({launch: own, from: start}) => own !== null && isSame(own, start, launch, seen));
		if (fitting.length === 0) return nobody;
		const role = launch.isLauncher ? 'launcher' : 'server';
		return new Map(
			nearest(
				fitting.map(({one}) => one),
				seen.cwd,
			).map(({name}) => [name, role]),
		);
	};
}

const nobody: ReadonlyMap<string, ProcessRole> = new Map();

/** Of servers with the same command line those whose own folder it is, else those that have none, else all. */
function nearest(commands: readonly ServerCommand[], cwd: string | null): readonly ServerCommand[] {
	if (commands.length === 1 || cwd === null) return commands;
	const there = commands.filter(one => one.cwd !== null && resolvePath('/', one.cwd) === cwd);
	if (there.length > 0) return there;
	const anywhere = commands.filter(one => one.cwd === null);
	return anywhere.length > 0 ? anywhere : commands;
}

function isSame(own: Launch, from: string, seen: Launch, {cwd}: SeenCommand): boolean {
	if (!hasSameArgs(own.args, seen)) return false;
	const {target} = own;
	const {target: other} = seen;
	switch (target.kind) {
		case 'package':
			if (other.kind === 'package') return target.run.spec === other.run.spec && target.run.bin === other.run.bin;
			return other.kind !== 'module' && isOfPackage(target.run, other.path);
		case 'module':
			return other.kind === 'module' && other.module === target.module && isSameInterpreter(target, other);
		case 'script':
			return (
				other.kind === 'script' && isSameInterpreter(target, other) && isSamePath(target.path, from, other.path, cwd)
			);
		case 'program':
			// What starts with "#!" is seen as the script of its interpreter.
			return (other.kind === 'program' || other.kind === 'script') && isSameProgram(target.path, from, other.path, cwd);
	}
}

interface Interpreted {
	readonly interpreter: string;
	readonly options: string;
}

const isSameInterpreter = (one: Interpreted, other: Interpreted): boolean =>
	one.interpreter === other.interpreter && one.options === other.options;

function hasSameArgs(args: readonly string[], {args: seen, isTitle}: Launch): boolean {
	if (!isTitle) return args.length === seen.length && args.every((arg, at) => arg === seen[at]);
	return fitsTitle(args.join(' '), seen.join(' '));
}

/** Titles of npm have three asterisks in place of what looks secret. */
function fitsTitle(text: string, title: string): boolean {
	const [start = '', ...rest] = title.split('***');
	if (rest.length === 0) return text === title;
	if (!text.startsWith(start)) return false;
	let at = start.length;
	for (const part of rest) {
		const next = text.indexOf(part, at);
		if (next === -1) return false;
		at = next + part.length;
	}
	return text.endsWith(rest.at(-1) ?? '');
}

/** A program without a path is looked up in PATH, which may differ from ours; so may the place of an interpreter. */
function isSameProgram(own: string, from: string, seen: string, cwd: string | null): boolean {
	const interpreter = interpreterOf(baseName(own));
	if (interpreter !== null && interpreter === interpreterOf(baseName(seen))) return true;
	return own.includes('/') && seen.includes('/') ? isSamePath(own, from, seen, cwd) : baseName(own) === baseName(seen);
}

function isSamePath(own: string, from: string, seen: string, cwd: string | null): boolean {
	if (cwd === null && !seen.startsWith('/')) return own === seen;
	return resolvePath(from, own) === resolvePath(cwd ?? '/', seen);
}

function resolvePath(from: string, path: string): string {
	const parts: string[] = [];
	for (const part of (path.startsWith('/') ? path : `${from}/${path}`).split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '' && part !== '.') parts.push(part);
	}
	return `/${parts.join('/')}`;
}
