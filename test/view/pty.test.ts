import {readFile} from 'node:fs/promises';
import {expect, test, vi} from 'vitest';
import {allModes, expectToQuit, expectWhole, makeHarness, pressEveryKey} from './pty-harness.ts';

const {start, fileOf} = makeHarness();

// At more sizes: `test/full/keys.test.ts`.
test('every key can be pressed, and q gives the terminal back', {timeout: 120_000}, async () => {
	const session = start(120, 40);
	await session.waitFor('redis-mcp');
	await session.settle();
	await pressEveryKey(session, allModes, 40);
	await expectToQuit(session);
});

test('keys work where CI is set and the terminal is small, and while it changes its size', async () => {
	const session = start(120, 40, {CI: 'true'});
	await session.waitFor('redis-mcp');
	for (const [columns, rows] of [
		[40, 10],
		[160, 50],
		[70, 20],
	] as const) {
		session.resize(columns, rows);
		await session.settle();
		expectWhole(session, rows);
	}
	await pressEveryKey(session, ['fleet'], 20);
	await expectToQuit(session);
});

test.each(['SIGTERM', 'SIGHUP'] as const)('%s gives the terminal back', async signal => {
	const session = start(80, 24);
	await session.waitFor('redis-mcp');
	process.kill(session.pid, signal);
	await session.exited;
	await vi.waitFor(() => expect(session.screen.isModeSet('alternateScreen')).toBe(false));
	expect(session.screen.isModeSet('cursor')).toBe(true);
});

test('a terminal that is closed ends the program, without a crash', async () => {
	const session = start(80, 24, {CRASH_FILE: fileOf('crash')});
	await session.waitFor('redis-mcp');
	session.hangUp();
	await vi.waitFor(() => expect(() => process.kill(session.pid, 0)).toThrow('ESRCH'), {timeout: 5000});
	await expect(readFile(fileOf('crash'), 'utf8')).rejects.toThrow('ENOENT');
});

test('at rest nothing is written', async () => {
	const session = start(80, 24);
	await session.waitFor('redis-mcp');
	await session.settle(300);
	const written = session.output().length;
	session.press('Z');
	await session.settle(300);
	expect(session.output().length).toBe(written);
});
