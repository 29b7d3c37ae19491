import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, realpath, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The built program, and the Node that runs it: another one where CI tries newer versions. */
export const programPath = join(root, 'dist', 'cli.js');
export const nodePath = process.env.LANGSIGHT_NODE ?? process.execPath;

/** The program of an installed package, such as `mcp-server-everything`. */
export const installed = (name: string): string => join(root, 'node_modules', '.bin', name);

export const fixture = (name: string): string => join(root, 'fixtures', name);

export interface Finished {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A folder of its own for one test: configuration, history and state all stay within. */
export interface Workplace {
	readonly folder: string;
	readonly env: NodeJS.ProcessEnv;
	write(name: string, text: string): Promise<string>;
	run(...args: readonly string[]): Promise<Finished>;
	start(...args: readonly string[]): ChildProcess;
	remove(): Promise<void>;
}

export async function makeWorkplace(): Promise<Workplace> {
	const folder = await realpath(await mkdtemp(join(tmpdir(), 'langsight-test-')));
	const {NO_COLOR, FORCE_COLOR, CI, ...inherited} = process.env;
	const env = {
		...inherited,
		HOME: folder,
		XDG_STATE_HOME: join(folder, 'state'),
		XDG_CONFIG_HOME: join(folder, 'config'),
	};
	const start = (...args: readonly string[]) => spawn(nodePath, [programPath, ...args], {cwd: folder, env});
	return {
		folder,
		env,
		start,
		async write(name, text) {
			const path = join(folder, name);
			await writeFile(path, text, {mode: 0o600});
			return path;
		},
		run: (...args) => finish(start(...args)),
		remove: () => rm(folder, {recursive: true, force: true}),
	};
}

/** Waits for a process to end and gives back what it printed. */
export function finish(child: ChildProcess): Promise<Finished> {
	let stdout = '';
	let stderr = '';
	child.stdout?.setEncoding('utf8').on('data', chunk => {
		stdout += chunk;
	});
	child.stderr?.setEncoding('utf8').on('data', chunk => {
		stderr += chunk;
	});
	child.stdin?.end();
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', code => resolve({code, stdout, stderr}));
	});
}

/** A port of the loopback interface that nothing listens on. */
export const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const server = createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
