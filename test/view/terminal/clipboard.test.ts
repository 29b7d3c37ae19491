import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test, vi} from 'vitest';
import {copyText, describeCopied} from '../../../source/view/terminal/clipboard.ts';
import {createFakeClock} from '../../helpers/clock.ts';
import {hasTmux, openTmux} from './tmux.ts';

const xterm = {TERM: 'xterm-256color'};
const folder = mkdtempSync(join(tmpdir(), 'langsight-clipboard-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

function start(text: string, env: Record<string, string | undefined>) {
	const clock = createFakeClock();
	const writes: string[] = [];
	const copied = copyText(text, {output: {write: data => writes.push(String(data)) > 0}, clock, env});
	return {clock, writes, copied};
}

async function copy(text: string, env: Record<string, string | undefined>) {
	const {copied, ...rest} = start(text, env);
	return {...rest, copied: await copied};
}

/** A program in place of tmux. Its folder is all that is searched for programs. */
function fakeTmux(name: string, script: string): Record<string, string> {
	const path = mkdtempSync(join(folder, name));
	writeFileSync(join(path, 'tmux'), `#!/bin/sh\n${script}\n`);
	chmodSync(join(path, 'tmux'), 0o755);
	return {TERM: 'tmux-256color', TMUX: '/tmp/none,1,0', PATH: `${path}:/usr/bin:/bin`};
}

const decode = (sequence: string) =>
	Buffer.from(/\x1b\]52;c;([^\x07]*)\x07/.exec(sequence)?.[1] ?? '', 'base64').toString();

describe('a text is sent to the clipboard of the terminal', () => {
	test.each([['one line'], ['two\nlines'], ['日本語 👍'], ['\x1b]52;c;aW4gaXQ=\x07'], ['']])('%j', async text => {
		const {copied, writes} = await copy(text, xterm);
		expect(copied).toEqual({to: 'terminal'});
		expect(writes).toHaveLength(1);
		expect(writes[0]).toMatch(/^\x1b\]52;c;[A-Za-z0-9+/=]*\x07$/);
		expect(decode(writes[0] ?? '')).toBe(text);
	});
	test('up to what terminals take', async () => {
		const {writes} = await copy('x'.repeat(74_994), xterm);
		expect(writes[0]?.length).toBeLessThanOrEqual(100_000);
	});
});

describe('a text is not copied, and why is said,', () => {
	test.each<[story: string, text: string, env: Record<string, string | undefined>, words: string]>([
		['when it is too long', '日'.repeat(25_000), xterm, 'not copied: 75000 bytes are too many for a clipboard'],
		[
			'by GNU screen',
			'x',
			{TERM: 'screen', STY: '1.a'},
			'not copied: GNU screen lets nothing through to the clipboard',
		],
		['by a console', 'x', {TERM: 'linux'}, 'not copied: this terminal has no clipboard'],
		['by no terminal', 'x', {}, 'not copied: this terminal has no clipboard'],
		[
			'by Terminal of macOS',
			'x',
			{TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal'},
			'not copied: this terminal has no clipboard for programs',
		],
	])('%s', async (_story, text, env, words) => {
		const {copied, writes} = await copy(text, env);
		expect(describeCopied(copied)).toBe(words);
		expect(writes).toEqual([]);
	});
});

describe('where tmux is of no help, the terminal around it is asked', () => {
	const wrapped = '\x1bPtmux;\x1b\x1b]52;c;aGVsbG8=\x07\x1b\\';
	test('because it is not there', async () => {
		const {copied, writes} = await copy('hello', {TERM: 'tmux', TMUX: '/tmp/none,1,0', PATH: folder});
		expect(copied).toEqual({to: 'terminal'});
		expect(writes).toEqual([wrapped]);
	});
	test('because it refuses, reading nothing', async () => {
		const {copied, writes} = await copy('hello'.repeat(10_000), fakeTmux('refuses', 'exit 1'));
		expect(copied).toEqual({to: 'terminal'});
		expect(decode(writes[0] ?? '')).toBe('hello'.repeat(10_000));
	});
	test('because it is too old to tell the terminal itself', async () => {
		const {copied, writes} = await copy('hello', fakeTmux('old', '[ "$2" = - ] && cat >/dev/null'));
		expect(copied).toEqual({to: 'tmux'});
		expect(writes).toEqual([wrapped]);
	});
	test('because it does not answer in time', async () => {
		const {clock, copied, writes} = start('hello', fakeTmux('hangs', 'exec sleep 60'));
		for (const _try of ['-w', 'without']) {
			await vi.waitFor(() => expect(clock.pending()).toBe(1), 10_000);
			await clock.advance(2000);
		}
		expect(await copied).toEqual({to: 'terminal'});
		expect(writes).toEqual([wrapped]);
		expect(clock.pending()).toBe(0);
	});
});

test.skipIf(!hasTmux())(
	'inside tmux a text goes to its buffer and to the clipboard of the terminal around',
	async () => {
		const tmux = await openTmux();
		const text = 'down: exited with code 1\n日本語';
		try {
			expect(describeCopied((await copy(text, tmux.env)).copied)).toBe(
				'copied to the buffer of tmux and the clipboard',
			);
			expect(await tmux.run('show-buffer')).toBe(text);
			const base64 = Buffer.from(text).toString('base64');
			await vi.waitFor(() => expect(tmux.terminal.output()).toContain(base64), 10_000);
		} finally {
			await tmux.close();
		}
	},
);
