import {readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import type {ProgramRun} from '../../source/domain/ports.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createLedger} from '../../source/probe/process-ledger.ts';
import {createRunProgram} from '../../source/probe/run-program.ts';
import {processesWith} from '../helpers/processes.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'langsight-run-'));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

const never = new AbortController().signal;
const run = (command: ProgramRun['command'], changes: Partial<ProgramRun> = {}, signal = never) =>
	createRunProgram(systemClock, createLedger(null))(
		{command, cwd: folder, input: '{"id":1}\n', timeoutMs: 5000, ...changes},
		signal,
	);

test('a program reads its input, in its folder, with an environment that holds no secrets', async () => {
	process.env.LANGSIGHT_TEST_TOKEN = 'secret-token';
	const end = await run(['sh', '-c', 'cat > got; pwd >> got; env >> got']);
	delete process.env.LANGSIGHT_TEST_TOKEN;
	expect(end).toEqual({code: 0, message: 'exit code 0'});
	const got = readFileSync(join(folder, 'got'), 'utf8');
	expect(got).toContain(`{"id":1}\n${folder}\n`);
	expect(got).toMatch(/^PATH=/m);
	expect(got).not.toContain('secret-token');
});

test.each<[story: string, command: ProgramRun['command'], end: object]>([
	[
		'no shell looks at its arguments',
		['printf', '%s', '$HOME; false'],
		{code: 0, message: 'exit code 0: $HOME; false'},
	],
	[
		'a failure is told with its last words',
		['sh', '-c', 'echo a; echo "no modem" >&2; exit 3'],
		{code: 3, message: 'exit code 3: no modem'},
	],
	['so is a signal', ['sh', '-c', 'kill -9 $$'], {code: null, message: 'ended by SIGKILL'}],
	[
		'one that is not there is said so',
		['/nowhere/page'],
		{code: null, message: 'the program, or its folder, does not exist'},
	],
	['one that never reads does no harm', ['true'], {code: 0}],
])('%s', async (_story, command, end) => expect(await run(command, {input: 'x'.repeat(1_000_000)})).toMatchObject(end));

test('one that does not end is ended, with all that it started', async () => {
	const mark = `langsight-run-${process.pid}`;
	const end = await run(['sh', '-c', `sleep 300 & exec sh -c 'sleep 300; : ${mark}'`], {timeoutMs: 200});
	expect(end).toEqual({code: null, message: 'it did not end within 0s'});
	await vi.waitFor(() => expect(processesWith(mark)).toEqual([]));
});

test('much output does no harm', async () => {
	const end = await run(['sh', '-c', 'yes | head -c 3000000; echo end']);
	expect(end).toEqual({code: 0, message: 'exit code 0: end'});
});
