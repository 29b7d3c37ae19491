import {execFile, execFileSync} from 'node:child_process';
import {closeSync, mkdtempSync, openSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {openTerminal, type TerminalSession} from '../../helpers/terminal.ts';

/** A tmux of its own, on a terminal, with one pane. */
export interface Tmux {
	/** The terminal around it. */
	readonly terminal: TerminalSession;
	/** The environment of a program in the pane. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Writes as a program in the pane does. */
	write(data: string): boolean;
	/** Runs a command of tmux, and gives what it prints. */
	run(...args: readonly string[]): Promise<string>;
	close(): Promise<void>;
}

const run = promisify(execFile);

/** True where tmux can be started. */
export function hasTmux(): boolean {
	try {
		return /^tmux/.test(execFileSync('tmux', ['-V'], {encoding: 'utf8'}));
	} catch {
		return false;
	}
}

/** Starts it without anybody's configuration. */
export async function openTmux(): Promise<Tmux> {
	const folder = mkdtempSync(join(tmpdir(), 'langsight-tmux-'));
	const socket = join(folder, 'socket');
	const tmux = async (...args: readonly string[]) => (await run('tmux', ['-S', socket, ...args])).stdout.trim();
	const {PATH = ''} = process.env;
	const terminal = openTerminal({
		command: 'tmux',
		args: ['-f', '/dev/null', '-S', socket, 'new-session', 'echo ready; cat'],
		env: {PATH, HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh'},
	});
	await terminal.waitFor('ready');
	const [pane = '', tty = '', pid = ''] = (await tmux('display', '-p', '#{pane_id} #{pane_tty} #{pid}')).split(' ');
	const device = openSync(tty, 'w');
	return {
		terminal,
		env: {PATH, TMUX: `${socket},${pid},0`, TMUX_PANE: pane, TERM: 'tmux-256color'},
		write: data => writeSync(device, data) > 0,
		run: tmux,
		async close() {
			closeSync(device);
			await tmux('kill-server');
			await terminal.exited;
			rmSync(folder, {recursive: true, force: true});
		},
	};
}
