import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {freePort, makeWorkplace} from '../helpers/program.ts';
import {startSink} from '../helpers/sink.ts';

test('a monitor without a screen tells webhook, program and log the same, and names the channel it has no address for', async () => {
	const place = await makeWorkplace();
	const sink = await startSink();
	await place.write('page.sh', 'cat >> paged.json');
	await place.write(
		'.langsight.yaml',
		`monitoring: {confirm_interval_seconds: 0.1}
servers:
  - {name: gone, url: "http://127.0.0.1:${await freePort()}/mcp", used_by: [cursor]}
alerts:
  channels:
    - {type: stdout}
    - {type: webhook, url: "${sink.url}/hook", secret: shared-secret}
    - {type: exec, command: [sh, page.sh]}
    - {type: slack, name: on-call, webhook_url: LANGSIGHT_NOWHERE}
heartbeat: {url: "${sink.url}/beat"}
`,
	);
	const monitor = place.start('monitor', '--headless', '--json');
	onTestFinished(() => void monitor.kill());
	let printed = '';
	let warned = '';
	monitor.stdout?.on('data', chunk => {
		printed += chunk;
	});
	monitor.stderr?.on('data', chunk => {
		warned += chunk;
	});
	await vi.waitFor(
		async () => {
			expect(printed).toContain('\n');
			expect(sink.received.map(({path}) => path).sort()).toEqual(['/beat', '/hook']);
			expect(await readFile(join(place.folder, 'paged.json'), 'utf8')).toContain('\n');
		},
		{timeout: 15_000},
	);
	const {headers, body} = sink.received.find(({path}) => path === '/hook')!;
	const timestamp = headers['x-langsight-timestamp'];
	const signature = createHmac('sha256', 'shared-secret').update(`${timestamp}.${body}`).digest('hex');
	expect(headers['x-langsight-signature']).toBe(`v1=${signature}`);
	const event = JSON.parse(body);
	expect(event).toMatchObject({server: 'gone', event: 'down', phase: 'opened', affected_agents: ['cursor']});
	expect(JSON.parse(printed)).toEqual(event);
	expect(JSON.parse(await readFile(join(place.folder, 'paged.json'), 'utf8'))).toEqual(event);
	expect(warned).toContain(
		'"message":"channel on-call is not configured: environment variable LANGSIGHT_NOWHERE is not set"',
	);
	monitor.kill('SIGTERM');
	await once(monitor, 'exit');
	const check = await place.run('config', 'check');
	expect(check.stdout).toContain('alerts.channels[3] is not configured: environment variable LANGSIGHT_NOWHERE');
	await sink.close();
	await place.remove();
});
