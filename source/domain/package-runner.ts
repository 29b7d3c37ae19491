/** A package that a runner such as npx or uvx fetches and starts. */
export interface RunPackage {
	readonly registry: 'npm' | 'python';
	/** As written, with its version. */
	readonly spec: string;
	/** Without version and extras; of Python's, in the form of PEP 503. */
	readonly name: string;
	/** The program of the package that is run, where it was named; else by custom the last part of its name. */
	readonly bin: string;
	readonly args: readonly string[];
}

interface Runner {
	readonly registry: RunPackage['registry'];
	/** The words that start it. */
	readonly words: readonly string[];
	/** Options that name the package, so that the first word is its program. */
	readonly from: readonly string[];
	/** Other options that are followed by a value. */
	readonly valued: readonly string[];
}

const npm = {
	registry: 'npm',
	from: ['-p', '--package'],
	valued: ['--cache', '--registry', '-w', '--workspace', '--prefix', '--userconfig', '--loglevel'],
} as const;

const python = {
	registry: 'python',
	from: ['--from', '--spec'],
	valued: [
		...[
			'--with',
			'--with-editable',
			'--with-requirements',
			'-w',
			'--python',
			'-p',
			'--directory',
			'--project',
			'--cache-dir',
		],
		...['--index', '--index-url', '-i', '--default-index', '--extra-index-url', '-f', '--find-links', '--env-file'],
		...['-c', '--constraints', '--overrides', '--config-file', '--pip-args', '--suffix'],
	],
} as const;

const runners: readonly Runner[] = [
	...['npx', 'pnpx', 'bunx', 'npm exec', 'npm x', 'pnpm dlx', 'yarn dlx', 'bun x'].map(words => ({
		...npm,
		words: words.split(' '),
	})),
	...['uvx', 'uv tool run', 'uv tool uvx', 'pipx run'].map(words => ({...python, words: words.split(' ')})),
];

/** Reads the words of a package runner's command line, its program without a path; null where it is something else. */
export function readRunPackage(words: readonly string[]): RunPackage | null {
	const runner = runners.find(one => one.words.every((word, at) => words[at] === word));
	if (!runner) return null;
	let spec: string | null = null;
	let at = runner.words.length;
	for (; at < words.length; at++) {
		const word = words[at] ?? '';
		if (word === '--') {
			at++;
			break;
		}
		if (!word.startsWith('-')) break;
		const [name = '', value] = word.startsWith('--') ? word.split(/=(.*)/s) : [word];
		if (runner.registry === 'npm' && (name === '-c' || name === '--call')) return null;
		if (runner.from.includes(name)) spec = value ?? words[++at] ?? null;
		else if (runner.valued.includes(name) && value === undefined) at++;
	}
	const program = words[at];
	if (program === undefined) return null;
	const args = words.slice(at + 1);
	const {registry} = runner;
	if (spec !== null) return {registry, spec, name: nameOf(registry, spec), bin: program, args};
	const name = nameOf(registry, program);
	return {registry, spec: program, name, bin: name.slice(name.lastIndexOf('/') + 1), args};
}

/** Whether a path is of a package's own files, or of the link that its installer made to its program. */
export function isOfPackage({registry, name, bin}: RunPackage, path: string): boolean {
	const base = path.slice(path.lastIndexOf('/') + 1);
	if (registry === 'npm') return base === bin || path.includes(`/node_modules/${name}/`);
	return base === bin || normalisePython(base) === bin;
}

function nameOf(registry: RunPackage['registry'], spec: string): string {
	if (registry === 'npm') return /^(?:@[^/@]+\/)?[^@/]+(?=@|$)/.exec(spec)?.[0] ?? spec;
	return normalisePython(/^[\w.-]+/.exec(spec)?.[0] ?? spec);
}

const normalisePython = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
