import {randomUUID} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {processesWith} from './processes.ts';
import {fixture, makeWorkplace, nodePath, programPath, type Workplace} from './program.ts';
import {openTerminal, type TerminalSession} from './terminal.ts';

/** A folder in which monitors can be started in the background; all of them end with it. */
export interface DaemonPlace extends Workplace {
	/** Configures these servers, which are well, and writes `more` after them. */
	configure(names: readonly string[], more?: string): Promise<unknown>;
	/** The path of a file in the store. */
	inStore(name: string): string;
	readLog(): Promise<string>;
	/** What the PID file says. */
	pidOf(): Promise<number>;
	openScreen(): TerminalSession;
	/** Everything that runs from here, servers included. */
	processes(): readonly number[];
}

export async function makeDaemonPlace(): Promise<DaemonPlace> {
	const place = await makeWorkplace();
	const mark = randomUUID();
	place.env.TEST_MARK = mark;
	const screens: TerminalSession[] = [];
	const inStore = (name: string) => join(place.folder, '.langsight', name);
	const serverOf = (name: string) =>
		`  - {name: ${name}, command: [node, "${fixture('stdio-server.mjs')}"], env: {TEST_MARK: "${mark}"}}\n`;
	const configure = (names: readonly string[], more = '') =>
		place.write(
			'.langsight.yaml',
			`monitoring: {interval_seconds: 1}\nmetrics: {enabled: false}\nservers:\n${names.map(serverOf).join('')}${more}`,
		);
	await configure(['well']);
	return {
		...place,
		configure,
		inStore,
		readLog: () => readFile(inStore('monitor.log'), 'utf8'),
		pidOf: async () => Number(await readFile(inStore('monitor.pid'), 'utf8')),
		openScreen() {
			const screen = openTerminal({
				command: nodePath,
				args: [programPath],
				cwd: place.folder,
				env: {...(place.env as Record<string, string>), TERM: 'xterm-256color'},
			});
			screens.push(screen);
			return screen;
		},
		processes: () => processesWith(mark),
		async remove() {
			for (const screen of screens.splice(0)) {
				screen.kill('SIGKILL');
				await screen.exited;
			}
			for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
			await place.remove();
		},
	};
}
