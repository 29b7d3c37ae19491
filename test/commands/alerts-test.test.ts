import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {testAlerts} from '../../source/commands/alerts-test.ts';
import type {Outside} from '../../source/commands/command.ts';
import type {Flags} from '../../source/commands/flags.ts';
import {alertKinds} from '../../source/domain/alert.ts';
import {type Sink, startSink} from '../helpers/sink.ts';

let folder: string;
let sink: Sink;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'langsight-alerts-test-'));
	sink = await startSink();
	await writeFile(
		join(folder, '.langsight.yaml'),
		`servers: [{name: a, command: node}]
alerts:
  channels:
    - {type: webhook, name: hook, url: "${sink.url}/secret-path"}
    - {type: pagerduty, name: pager, url: "${sink.url}/enqueue", routing_key: secret-key}
    - {type: slack, webhook_url: LANGSIGHT_NOWHERE}
    - {type: stdout}
`,
		{mode: 0o600},
	);
});
afterEach(async () => {
	await sink.close();
	await rm(folder, {recursive: true});
});

async function run(args: readonly string[], flags: Partial<Flags> = {}) {
	const stdout = new PassThrough();
	const outside = {
		version: '1.2.3',
		env: {XDG_STATE_HOME: folder},
		cwd: folder,
		stdout,
		signal: new AbortController().signal,
	} as unknown as Outside;
	const code = await testAlerts(args, {json: false, demo: false, ...flags} as Flags, outside);
	return {
		code,
		lines: String(stdout.read() ?? '')
			.trimEnd()
			.split('\n'),
	};
}

test('one channel gets a sample of each kind and the end of each, all marked as made up', async () => {
	const {code, lines} = await run(['hook']);
	expect(code).toBe(0);
	const events = sink.accepted();
	expect(new Set(events.map(({event}) => event))).toEqual(new Set(alertKinds));
	expect(events.every(event => event.test === true && event.server === 'langsight-test')).toBe(true);
	const phasesOf = (about: string) => events.filter(event => event.about === about).map(({phase}) => phase);
	expect(phasesOf('down')).toEqual(['opened', 'closed']);
	expect(phasesOf('restarted')).toEqual(['noted']);
	expect(lines).toHaveLength(events.length);
	expect(lines[0]).toBe(`hook (127.0.0.1:${sink.port})  down  delivered`);
	expect(lines[1]).toBe(`hook (127.0.0.1:${sink.port})  down, its end  delivered`);
});

test('all channels are tried; what fails is named, without secrets, and makes the exit code 1', async () => {
	sink.answer(() => ({status: 403, body: 'secret-path and secret-key are not welcome'}));
	const {code, lines} = await run([]);
	expect(code).toBe(1);
	expect(lines.filter(line => line.includes('FAILED')).sort()).toEqual([
		`hook (127.0.0.1:${sink.port})  down  FAILED: HTTP 403: *** and secret-key are not welcome`,
		`pager (127.0.0.1:${sink.port})  down  FAILED: HTTP 403: secret-path and *** are not welcome`,
		expect.stringMatching(/^slack .* FAILED: not configured: environment variable LANGSIGHT_NOWHERE is not set$/),
	]);
	expect(lines.filter(line => /Z CRITICAL \[test\] langsight-test down/.test(line))).toHaveLength(1);
});

test('programs get lines of JSON', async () => {
	const {lines} = await run(['hook'], {json: true});
	expect(JSON.parse(lines[0] ?? '')).toEqual({
		version: 1,
		channel: 'hook',
		target: `127.0.0.1:${sink.port}`,
		kind: 'down',
		delivered: true,
		reason: null,
	});
});

test('a channel that there is not is a mistake of the user', async () => {
	await expect(run(['nowhere'])).rejects.toThrow('There is no channel "nowhere"');
	await expect(run(['hook', 'again'])).rejects.toThrow('alerts test takes no "again"');
});
