import {PassThrough} from 'node:stream';
import type {ReadStream} from 'node:tty';
import {render, Text, useInput} from 'ink';
import {expect, test, vi} from 'vitest';
import type {MouseEvent} from '../../../source/view/terminal/mouse.ts';
import {createMouseInput} from '../../../source/view/terminal/mouse-input.ts';

function Listener({hear}: {readonly hear: (key: string) => void}) {
	useInput((input, key) => hear(key.escape ? 'escape' : key.upArrow ? 'up' : input));
	return <Text>here</Text>;
}

/** Ink with one component that listens to keys, behind what takes the mouse out of them. */
function open() {
	const seen: string[] = [];
	const events: MouseEvent[] = [];
	const stdin = Object.assign(new PassThrough(), {isTTY: true, isRaw: false, ref() {}, unref() {}});
	Object.assign(stdin, {
		setRawMode(isRaw: boolean) {
			stdin.isRaw = isRaw;
		},
	});
	const keys = createMouseInput(stdin as unknown as ReadStream, event => events.push(event));
	const stdout = Object.assign(new PassThrough(), {columns: 80, rows: 24}) as unknown as NodeJS.WriteStream;
	const ink = render(<Listener hear={key => seen.push(key)} />, {
		stdin: keys,
		stdout,
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	return {stdin, seen, events, ink, keys};
}

test('Ink hears the keys and nothing of the mouse', async () => {
	const {stdin, seen, events, ink} = open();
	await vi.waitFor(() => expect(stdin.isRaw).toBe(true), 10_000);
	stdin.write('j\x1b[<65;1;1Mk');
	stdin.write('\x1b[<0;4;');
	stdin.write('2Ml\x1b[A');
	await vi.waitFor(() => expect(seen.join('')).toBe('jklup'), 10_000);
	expect(events).toEqual([
		{kind: 'wheel', by: 1},
		{kind: 'press', column: 3, row: 1},
	]);
	ink.unmount();
});

test('Escape alone is heard at once', async () => {
	const {stdin, seen, ink} = open();
	await vi.waitFor(() => expect(stdin.isRaw).toBe(true), 10_000);
	stdin.write('\x1b');
	await vi.waitFor(() => expect(seen).toEqual(['escape']), 10_000);
	ink.unmount();
});

test('letters of several bytes arrive whole, wherever they are cut', async () => {
	const {stdin, seen, ink} = open();
	await vi.waitFor(() => expect(stdin.isRaw).toBe(true), 10_000);
	const bytes = Buffer.from('日本');
	stdin.write(bytes.subarray(0, 2));
	stdin.write(bytes.subarray(2));
	await vi.waitFor(() => expect(seen.join('')).toBe('日本'), 10_000);
	ink.unmount();
});

test('the terminal is given back: no raw mode, and nothing is read any more', async () => {
	const {stdin, seen, ink} = open();
	await vi.waitFor(() => expect(stdin.isRaw).toBe(true), 10_000);
	ink.unmount();
	await vi.waitFor(() => expect(stdin.isRaw).toBe(false), 10_000);
	expect(stdin.listenerCount('data')).toBe(0);
	expect(stdin.isPaused()).toBe(true);
	stdin.write('j');
	await new Promise(resolve => setImmediate(resolve));
	expect(seen).toEqual([]);
});

test('the end of the input is passed on, with the key that was in doubt', async () => {
	const {stdin, seen, keys, ink} = open();
	await vi.waitFor(() => expect(stdin.isRaw).toBe(true), 10_000);
	const ended = vi.fn();
	keys.on('end', ended);
	stdin.end('\x1b');
	await vi.waitFor(() => expect(ended).toHaveBeenCalled(), 10_000);
	expect(seen).toEqual(['escape']);
	ink.unmount();
});
