import type {Sighting, Table} from './census.ts';
import type {Verdict} from './judge-line.ts';

export type Process = Sighting<Verdict>;

/** One running copy of a server, as an agent started it. */
export interface FoundCopy {
	/** The server itself; where only its launcher has been found, what that runs. */
	readonly process: Process;
	/** The agent's own child: the outermost launcher, or the server. */
	readonly root: Process;
	readonly agent: Process;
	/** Several where nothing tells them apart. */
	readonly servers: readonly string[];
	/** Found by its own command line, so that it is missed even if its launcher stays. */
	readonly isKnownByItself: boolean;
}

/** A line of ancestors is never this long, unless it has been read while it changed. */
const longestLine = 64;

/**
 * Finds the copies of all servers, one for each tree of processes.
 * @param argsOf what a server's program is given, without what its launchers are.
 */
export function findCopies(
	table: Table<Verdict>,
	isOurs: (process: Process) => boolean,
	argsOf: (server: string) => readonly string[],
): FoundCopy[] {
	const matched = [...table.values()].filter(one => one.verdict.roles.size > 0 && !one.stat.isEnding && !isOurs(one));
	const copies: FoundCopy[] = [];
	const covered = new Set<string>();
	for (const process of matched) {
		if (isLauncher(process)) continue;
		const line = ancestorsOf(process, table);
		// A server that forks shows its own command line again.
		const workersOf = line.filter(one => !isLauncher(one)).map(one => one.verdict.roles);
		const names = namesOf(process).filter(name => !workersOf.some(roles => roles.has(name)));
		const launchers = leadingLaunchers(line);
		for (const one of launchers) covered.add(one.key);
		const servers = launchers.reduce<readonly string[]>(
			(left, one) => narrow(left, name => one.verdict.roles.has(name)),
			names,
		);
		const agent = line[launchers.length];
		if (servers.length === 0 || agent === undefined) continue;
		copies.push({process, root: launchers.at(-1) ?? process, agent, servers, isKnownByItself: true});
	}
	const lone = matched.filter(one => isLauncher(one) && !covered.has(one.key));
	return lone.length === 0 ? copies : [...copies, ...findLaunched(lone, table, argsOf)];
}

/** Every process above, nearest first. */
export function ancestorsOf(process: Process, table: Table<Verdict>): Process[] {
	const line: Process[] = [];
	for (let one = table.get(process.stat.parentPid); one && line.length < longestLine; ) {
		line.push(one);
		one = table.get(one.stat.parentPid);
	}
	return line;
}

/** What launchers run that cannot be known by its own command line: packages name their programs as they like. */
function findLaunched(
	lone: readonly Process[],
	table: Table<Verdict>,
	argsOf: (server: string) => readonly string[],
): FoundCopy[] {
	const trees = new Map<string, FoundCopy>();
	const childrenOf = groupByParent(table);
	for (const launcher of lone) {
		const line = ancestorsOf(launcher, table);
		const above = leadingLaunchers(line);
		const agent = line[above.length];
		const root = above.at(-1) ?? launcher;
		if (agent === undefined) continue;
		const known = trees.get(root.key)?.servers ?? namesOf(launcher);
		const process = launchedBy(launcher, childrenOf);
		const {argv} = process.verdict;
		const servers = narrow(
			narrow(known, name => launcher.verdict.roles.has(name)),
			name => endsWith(argv, argsOf(name)),
		);
		trees.set(root.key, {process, root, agent, servers, isKnownByItself: false});
	}
	return [...trees.values()];
}

/** The first that is not a launcher itself, or the last launcher where there is none yet. */
function launchedBy(launcher: Process, childrenOf: ReadonlyMap<number, readonly Process[]>): Process {
	let last = launcher;
	for (let depth = 0; depth < longestLine; depth++) {
		const children = childrenOf.get(last.pid) ?? [];
		const oldest = children.reduce<Process | undefined>(
			(first, one) => (first === undefined || one.stat.startTime < first.stat.startTime ? one : first),
			undefined,
		);
		if (oldest === undefined) break;
		last = oldest;
		if (!isLauncher(last)) break;
	}
	return last;
}

function groupByParent(table: Table<Verdict>): ReadonlyMap<number, readonly Process[]> {
	const groups = new Map<number, Process[]>();
	for (const one of table.values()) {
		if (one.stat.isEnding) continue;
		const group = groups.get(one.stat.parentPid);
		if (group) group.push(one);
		else groups.set(one.stat.parentPid, [one]);
	}
	return groups;
}

function leadingLaunchers(line: readonly Process[]): readonly Process[] {
	const end = line.findIndex(one => !isLauncher(one));
	return end === -1 ? line : line.slice(0, end);
}

const isLauncher = ({verdict}: Process): boolean => verdict.isLauncher;

const namesOf = ({verdict}: Process): readonly string[] => [...verdict.roles.keys()];

/** Those that fit, or all where none does. */
function narrow(names: readonly string[], fits: (name: string) => boolean): readonly string[] {
	const fitting = names.filter(fits);
	return fitting.length > 0 ? fitting : names;
}

const endsWith = (argv: readonly string[], args: readonly string[]): boolean =>
	args.every((arg, at) => arg === argv[argv.length - args.length + at]);
