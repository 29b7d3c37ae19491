import {spawn} from 'node:child_process';
import type {Clock} from '../../domain/ports.ts';
import type {Environment} from './color-depth.ts';
import type {Output} from './screen-writer.ts';

/** Where a text went. A terminal does not answer, so whether it took the text is not known. */
export type Copied =
	| {readonly to: 'tmux' | 'terminal'}
	/** The text has to be shown instead. `reason` follows "not copied: ". */
	| {readonly to: 'nowhere'; readonly reason: string};

/** What copying needs from outside. */
export interface ClipboardParts {
	readonly output: Pick<Output, 'write'>;
	readonly clock: Clock;
	readonly env: Environment;
}

/** What terminals take at most: 100,000 bytes for the whole sequence, of which the text takes three quarters. */
const mostBytes = 74_994;

/** Copies a text to the clipboard of the terminal, which may be on another machine. Never rejects. */
export async function copyText(text: string, {output, clock, env}: ClipboardParts): Promise<Copied> {
	const bytes = Buffer.from(text);
	const reason = bytes.length > mostBytes ? `${bytes.length} bytes are too many for a clipboard` : hindrance(env);
	if (reason !== null) return {to: 'nowhere', reason};
	if (env.TMUX) {
		if (await loadBuffer(['-w', '-'], bytes, clock, env)) return {to: 'tmux'};
		// Before 3.2 tmux has no -w: its own buffer is filled, and the terminal around it is asked to take the text too.
		const isLoaded = await loadBuffer(['-'], bytes, clock, env);
		output.write(throughTmux(sequenceOf(bytes)));
		return {to: isLoaded ? 'tmux' : 'terminal'};
	}
	output.write(sequenceOf(bytes));
	return {to: 'terminal'};
}

/** What became of a text, for the message line. */
export function describeCopied(copied: Copied): string {
	switch (copied.to) {
		case 'tmux':
			return 'copied to the buffer of tmux and the clipboard';
		case 'terminal':
			return 'sent to the clipboard of the terminal';
		case 'nowhere':
			return `not copied: ${copied.reason}`;
	}
}

function hindrance(env: Environment): string | null {
	if (env.TMUX) return null;
	if (env.STY) return 'GNU screen lets nothing through to the clipboard';
	if (env.TERM_PROGRAM === 'Apple_Terminal') return 'this terminal has no clipboard for programs';
	return !env.TERM || ['dumb', 'linux'].includes(env.TERM) ? 'this terminal has no clipboard' : null;
}

/** OSC 52 of xterm: the selection `c` is the clipboard. */
const sequenceOf = (bytes: Buffer): string => `\x1b]52;c;${bytes.toString('base64')}\x07`;

const throughTmux = (sequence: string): string => `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;

const deadlineMs = 2000;

/** Hands the text to tmux; false when it is not there, refuses or does not answer. */
const loadBuffer = (args: readonly string[], bytes: Buffer, clock: Clock, env: Environment): Promise<boolean> =>
	new Promise(resolve => {
		const child = spawn('tmux', ['load-buffer', ...args], {env: {...env}, stdio: ['pipe', 'ignore', 'ignore']});
		const cancel = clock.after(deadlineMs, () => {
			child.kill('SIGKILL');
			settle(false);
		});
		function settle(isLoaded: boolean) {
			cancel();
			resolve(isLoaded);
		}
		child.on('error', () => settle(false));
		child.on('close', code => settle(code === 0));
		// It may end before it has read everything; then its exit code tells.
		child.stdin.on('error', () => {});
		child.stdin.end(bytes);
	});
