import {test} from 'vitest';
import type {Mode} from '../../source/view/state/screen-state.ts';
import {allModes, expectToQuit, expectWhole, makeHarness, pressEveryKey} from '../view/pty-harness.ts';

const {start} = makeHarness();

// At 120 × 40 on a terminal: `test/view/pty.test.ts`.
test.each<[columns: number, rows: number, where: string, modes: readonly Mode[], env: Record<string, string>]>([
	[160, 50, 'on a terminal', allModes, {}],
	[70, 20, 'on a terminal', allModes, {}],
	[40, 10, 'on a terminal', ['fleet', 'server'], {}],
	[120, 40, 'where CI is set', allModes, {CI: 'true'}],
])('every key can be pressed at %i × %i, %s', async (columns, rows, _where, modes, env) => {
	const session = start(120, 40, env);
	await session.waitFor('redis-mcp');
	session.resize(columns, rows);
	await session.settle();
	expectWhole(session, rows);
	await pressEveryKey(session, modes, rows);
	// Wide enough for the keys that the footer names.
	session.resize(120, 40);
	await expectToQuit(session);
});
