import {splitShellWords} from './shell-words.ts';

/** The command line within another one; null where there is none that could be told. */
export function innerCommand(program: string, argv: readonly string[]): readonly string[] | null {
	if (isShell(program)) {
		const at = shellCommandAt(argv);
		return at === null ? null : withoutAssignments(splitShellWords(argv[at] ?? '') ?? []);
	}
	if (!Object.hasOwn(prefixes, program)) return null;
	const valued = prefixes[program] ?? [];
	let at = 1;
	while (argv[at]?.startsWith('-')) {
		const option = argv[at] ?? '';
		if (program === 'env' && /^(?:-\w*S|--split-string)/.test(option)) {
			const text = option.replace(/^(?:-\w*S|--split-string=?)/, '') || (argv[++at] ?? '');
			return withoutAssignments([...(splitShellWords(text) ?? []), ...argv.slice(at + 1)]);
		}
		at += valued.includes(option) ? 2 : 1;
		if (option === '--') break;
	}
	if (program === 'timeout') at++;
	return withoutAssignments(argv.slice(at));
}

/** Where the command string of `sh -c` stands; null for a shell that runs a script, or a person's. */
export function shellCommandAt(argv: readonly string[]): number | null {
	for (let at = 1; at + 1 < argv.length; at++) {
		const option = argv[at] ?? '';
		if (/^-[a-z]*c[a-z]*$/.test(option)) return at + 1;
		if (option === '-o' || option === '+o') at++;
		else if (!option.startsWith('-')) return null;
	}
	return null;
}

/** @param program without a path. */
export const isShell = (program: string): boolean => shells.has(program.replace(/^-/, ''));

const shells = new Set(['sh', 'bash', 'dash', 'zsh', 'ash', 'ksh', 'fish', 'busybox']);
/** Programs that run what comes after their options, with the options that take a value. */
const prefixes: Readonly<Record<string, readonly string[]>> = {
	nohup: [],
	setsid: [],
	exec: [],
	nice: ['-n'],
	ionice: ['-c', '-n'],
	stdbuf: ['-i', '-o', '-e'],
	timeout: ['-k', '-s'],
	env: ['-u', '-C', '--unset', '--chdir'],
};

const isAssignment = (word: string): boolean => /^[A-Za-z_]\w*=/.test(word);

function withoutAssignments(words: readonly string[]): readonly string[] {
	const at = words.findIndex(word => !isAssignment(word));
	const rest = at === -1 ? [] : words.slice(at);
	return rest[0] === 'exec' ? rest.slice(1) : rest;
}
