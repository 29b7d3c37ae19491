import {readdir, readFile} from 'node:fs/promises';
import {posix} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';

/** Packages that `domain/` may use: pure ones only. */
const purePackages: readonly string[] = ['croner'];

/** The folders that a package is at home in; what is not listed is at home nowhere. */
const homes: Readonly<Record<string, readonly string[]>> = {
	'@modelcontextprotocol/sdk': ['probe', 'demo'],
	undici: ['probe'],
	'undici-types': ['probe'],
	'eventsource-parser': ['probe'],
	yaml: ['config', 'discover'],
	'jsonc-parser': ['discover'],
	'smol-toml': ['discover'],
	'string-argv': ['config'],
	'fastest-levenshtein': ['config'],
	zod: ['config', 'history', 'probe', 'control', 'security'],
	lowdb: ['history'],
	'cli-table3': ['report'],
	'prom-client': ['report'],
	ink: ['view'],
	'ink-table': ['view'],
	react: ['view'],
	asciichart: ['view', 'report'],
	'string-width': ['view'],
	meow: ['cli.ts'],
};

/** What only some places may say, and the places: files, or folders of programs of their own. */
const words: readonly {readonly what: string; readonly pattern: RegExp; readonly in: readonly string[]}[] = [
	{what: 'ends the process', pattern: /\bprocess\.exit\b(?!Code)/, in: ['cli.ts', 'demo']},
	{what: 'reads the arguments', pattern: /\bprocess\.argv\b/, in: ['cli.ts', 'demo']},
	{what: 'listens to signals', pattern: /\bprocess\.(?:on|once|addListener)\(\s*['"`]SIG/, in: ['cli.ts']},
	{
		what: 'sets a timer',
		pattern: /(?<![.\w])set(?:Timeout|Interval)\b/,
		in: ['monitor/system-clock.ts', 'cli.ts', 'demo'],
	},
	{
		what: 'reads the time',
		pattern: /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)|\bperformance\.now\b|\bprocess\.hrtime\b/,
		in: ['monitor/system-clock.ts', 'demo'],
	},
];

interface Import {
	readonly from: string;
	readonly isType: boolean;
	readonly isDynamic: boolean;
}

/** Which rules of the house these files break. Paths are relative to `source/`. */
function violationsOf(files: ReadonlyMap<string, string>): string[] {
	return [...files].flatMap(([path, text]) => {
		const code = withoutComments(text);
		return [...importsOf(code).flatMap(one => judge(path, one)), ...wordsIn(path, code)].map(
			rule => `${path}: ${rule}`,
		);
	});
}

function judge(path: string, {from, isType, isDynamic}: Import): string[] {
	const folder = folderOf(path);
	if (from.startsWith('.')) {
		const target = posix.normalize(posix.join(posix.dirname(path), from));
		const other = folderOf(target);
		if (target === 'cli.ts') return ['imports cli.ts'];
		if (target === '../package.json') return path === 'cli.ts' ? [] : ['imports package.json'];
		if (other === folder || other === 'domain')
			return folder === 'domain' && other !== 'domain' ? [`imports ${other}`] : [];
		if (other === 'commands') return path === 'cli.ts' && (isType || isDynamic) ? [] : ['imports commands'];
		return folder === 'commands' ? [] : [`imports ${other}`];
	}
	if (from.startsWith('node:')) return folder === 'domain' ? [`imports ${from}`] : [];
	const name = from
		.split('/')
		.slice(0, from.startsWith('@') ? 2 : 1)
		.join('/');
	if (folder === 'domain') return purePackages.includes(name) ? [] : [`uses the package ${name}`];
	return homes[name]?.includes(folder) ? [] : [`uses the package ${name}`];
}

const wordsIn = (path: string, code: string): string[] =>
	words
		.filter(({pattern, in: places}) => pattern.test(code) && !places.includes(path) && !places.includes(folderOf(path)))
		.map(({what}) => what);

/** The first folder of a path; a file beside the folders stands for itself. */
const folderOf = (path: string): string => path.split('/')[0] ?? path;

function importsOf(code: string): Import[] {
	const fixed = [...code.matchAll(/^[ \t]*(?:import|export)\b([^;'"`]*?\bfrom\b|)\s*(['"])([^'"]+)\2/gm)].map(
		([, clause = '', , from = '']) => ({from, isType: /^\s*type\b/.test(clause), isDynamic: false}),
	);
	const dynamic = [...code.matchAll(/\b(?:import|require)\(\s*(?:(['"`])([^'"`]+)\1\s*\))?/g)].map(([, , from]) => ({
		from: from ?? 'something that only the run knows',
		isType: false,
		isDynamic: true,
	}));
	return [...fixed, ...dynamic];
}

const withoutComments = (text: string): string =>
	text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[\s;{}()])\/\/.*$/gm, '$1');

const source = fileURLToPath(new URL('../source/', import.meta.url));

async function readSource(): Promise<Map<string, string>> {
	const names = (await readdir(source, {recursive: true})).filter(name => /\.tsx?$/.test(name));
	return new Map(
		await Promise.all(names.map(async name => [name, await readFile(`${source}${name}`, 'utf8')] as const)),
	);
}

const plant = (path: string, text: string) => violationsOf(new Map([[path, text]]));

describe('the house', () => {
	test('keeps its rules', async () => expect(violationsOf(await readSource())).toEqual([]));

	test('is looked at as a whole: imports of every kind and folder are seen', async () => {
		const files = await readSource();
		const all = [...files].flatMap(([path, text]) => importsOf(withoutComments(text)).map(one => ({path, ...one})));
		expect(files.size).toBeGreaterThan(60);
		expect(all.length).toBeGreaterThan(200);
		expect(all.some(({isDynamic}) => isDynamic)).toBe(true);
		const used = new Set(
			all.map(({from}) =>
				from
					.split('/')
					.slice(0, from.startsWith('@') ? 2 : 1)
					.join('/'),
			),
		);
		expect(
			Object.keys(homes).filter(name => !used.has(name) && name !== 'eventsource-parser' && name !== 'undici'),
		).toEqual([]);
	});
});

describe('a violation is found:', () => {
	test.each<[rule: string, path: string, text: string, found: string[]]>([
		['domain/ imports another folder', 'domain/a.ts', "import {x} from '../monitor/x.ts';", ['imports monitor']],
		['even only a type of it', 'domain/a.ts', "import type {X} from '../view/x.ts';", ['imports view']],
		['domain/ touches Node', 'domain/a.ts', "import {createHash} from 'node:crypto';", ['imports node:crypto']],
		['domain/ uses a package', 'domain/a.ts', "import {z} from 'zod';", ['uses the package zod']],
		['a folder imports a neighbour', 'probe/a.ts', "import {x} from '../history/x.ts';", ['imports history']],
		['from deeper down', 'view/panes/a.tsx', "import {x} from '../../monitor/x.ts';", ['imports monitor']],
		['over several lines', 'probe/a.ts', "import {\n\tx,\n\ty,\n} from '../history/x.ts';", ['imports history']],
		['by passing it on', 'probe/a.ts', "export * from '../history/x.ts';", ['imports history']],
		['for its effects', 'probe/a.ts', "import '../history/x.ts';", ['imports history']],
		['later', 'probe/a.ts', "const x = await import('../history/x.ts');", ['imports history']],
		[
			'by a name that is made up',
			'probe/a.ts',
			'const x = await import(name);',
			['uses the package something that only the run knows'],
		],
		['the old way', 'probe/a.ts', "const x = require('../history/x.ts');", ['imports history']],
		['a folder imports commands/', 'view/a.ts', "import type {X} from '../commands/x.ts';", ['imports commands']],
		['cli.ts loads commands/ at once', 'cli.ts', "import {x} from './commands/x.ts';", ['imports commands']],
		['cli.ts reaches past commands/', 'cli.ts', "const x = await import('./view/app.tsx');", ['imports view']],
		[
			'something else reads package.json',
			'view/a.ts',
			"import {version} from '../../package.json';",
			['imports package.json'],
		],
		['something imports cli.ts', 'commands/a.ts', "import {x} from '../cli.ts';", ['imports cli.ts']],
		[
			'a package is away from home',
			'monitor/a.ts',
			"import {Client} from '@modelcontextprotocol/sdk/client/index.js';",
			['uses the package @modelcontextprotocol/sdk'],
		],
		['commands/ has no packages of its own', 'commands/a.ts', "import {render} from 'ink';", ['uses the package ink']],
		['a package has no home', 'view/a.ts', "import chalk from 'chalk';", ['uses the package chalk']],
		['something else ends the process', 'commands/a.ts', 'process.exit(1);', ['ends the process']],
		['reads the arguments', 'config/a.ts', 'const [, , file] = process.argv;', ['reads the arguments']],
		['listens to signals', 'probe/a.ts', "process.on('SIGTERM', stop);", ['listens to signals']],
		['listens to them once', 'probe/a.ts', 'process.once(\n\t"SIGINT", stop);', ['listens to signals']],
		['sets a timer', 'view/a.ts', 'setTimeout(draw, 100);', ['sets a timer']],
		['hands one over', 'view/a.ts', 'const later = setInterval;', ['sets a timer']],
		['reads the wall clock', 'report/a.ts', 'const at = Date.now();', ['reads the time']],
		['makes a date of now', 'report/a.ts', 'const at = new Date();', ['reads the time']],
		['reads the other clock', 'probe/a.ts', 'const at = performance.now();', ['reads the time']],
	])('%s', (_rule, path, text, found) => expect(plant(path, text)).toEqual(found.map(one => `${path}: ${one}`)));
});

describe('what is right is left alone:', () => {
	test.each<[what: string, path: string, text: string]>([
		['a folder and domain/', 'probe/a.ts', "import {x} from './x.ts';\nimport type {Y} from '../domain/y.ts';"],
		[
			'commands/ put the parts together',
			'commands/a.ts',
			"import {x} from '../monitor/x.ts';\nimport {y} from '../view/y.ts';",
		],
		[
			'cli.ts loads a command when it is wanted',
			'cli.ts',
			"import type {C} from './commands/c.ts';\nawait import('./commands/c.ts');",
		],
		['a package at home', 'view/panes/a.tsx', "import {Box} from 'ink';"],
		['what only a comment says', 'domain/a.ts', "/** See import('node:fs') */\n// setTimeout(x)\nconst x = 1;"],
		['an exit code', 'commands/a.ts', 'process.exitCode = 1;'],
		['a date of a given time', 'report/a.ts', 'new Date(at).toISOString();'],
		['the timeout of a socket', 'control/a.ts', 'socket.setTimeout(1000);'],
		['the end of the process', 'probe/a.ts', "process.on('exit', killAll);"],
	])('%s', (_what, path, text) => expect(plant(path, text)).toEqual([]));
});
