import {once} from 'node:events';
import {readdir, readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {fixture, freePort, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

/** One for each place in a configuration where a secret can stand. */
const places = [
	'slackPath',
	'hookPath',
	'hookQuery',
	'hookPassword',
	'hookHeader',
	'hookSecret',
	'routingKey',
	'genieToken',
	'managerToken',
	'beatPath',
	'serverEnvironment',
	'serverHeader',
	'serverBearer',
	'serverQuery',
] as const;
const secrets = Object.fromEntries(places.map((name, index) => [name, `S3cr3t${name}x9y8z${index}`])) as Record<
	(typeof places)[number],
	string
>;

/** Repeats whatever it is sent, as some error pages do. */
async function startEcho(status: number) {
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', chunk => {
			body += chunk;
		});
		request.on('end', () =>
			response
				.writeHead(status, `no ${encodeURI(request.url ?? '')}`)
				.end(`refused ${request.url} ${JSON.stringify(request.headers)} ${body.slice(0, 300)}`),
		);
	});
	await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
	return {server, origin: `127.0.0.1:${(server.address() as AddressInfo).port}`};
}

test('no secret of a configuration is in the store, a log, a report or on the screen', async () => {
	const place = await makeWorkplace();
	const refusing = await startEcho(400);
	const failing = await startEcho(500);
	const {slackPath, hookPath, hookQuery, hookPassword, hookHeader, hookSecret} = secrets;
	const hook = `http://me:${hookPassword}@${failing.origin}/${hookPath}?token=${hookQuery}`;
	await place.write(
		'.langsight.yaml',
		`monitoring: {confirm_interval_seconds: 0.1, interval_seconds: 1}
servers:
  - name: shouting
    command: [sh, -c, 'echo "my token is $API_TOKEN" >&2; exit 1']
    env: {API_TOKEN: ${secrets.serverEnvironment}}
  - name: refused
    url: "http://${refusing.origin}/mcp?api_key=${secrets.serverQuery}"
    headers: {X-Api-Key: ${secrets.serverHeader}}
    auth: {type: bearer, token: ${secrets.serverBearer}}
  - {name: well, command: [node, "${fixture('stdio-server.mjs')}"]}
  - {name: gone, url: "http://127.0.0.1:${await freePort()}/mcp"}
alerts:
  channels:
    - {type: slack, webhook_url: "http://${refusing.origin}/services/${slackPath}"}
    - {type: webhook, url: "${hook}", secret: ${hookSecret}, headers: {Authorization: Bearer ${hookHeader}}}
    - {type: pagerduty, url: "http://${refusing.origin}/enqueue", routing_key: ${secrets.routingKey}}
    - {type: opsgenie, url: "http://${refusing.origin}", token: ${secrets.genieToken}}
    - {type: alertmanager, url: "http://${failing.origin}", token: ${secrets.managerToken}}
heartbeat: {url: "http://${refusing.origin}/${secrets.beatPath}"}
`,
	);
	const monitor = place.start('monitor', '--headless', '--json');
	onTestFinished(() => void monitor.kill());
	const texts: string[] = [];
	for (const stream of [monitor.stdout, monitor.stderr])
		stream?.setEncoding('utf8').on('data', chunk => texts.push(chunk));
	const outbox = () => readFile(join(place.folder, '.langsight', 'outbox.json'), 'utf8').catch(() => '');
	await vi.waitFor(
		async () => {
			expect((await outbox()).match(/HTTP 400/g)?.length).toBeGreaterThan(3);
			expect(texts.join('')).toContain('heartbeat does not reach');
			expect(texts.join('')).toContain('channel webhook');
			expect(texts.join('')).toContain('channel alertmanager');
		},
		{timeout: 60_000},
	);

	const screen = openTerminal({
		command: nodePath,
		args: [programPath],
		cwd: place.folder,
		env: {...(place.env as Record<string, string>), TERM: 'xterm-256color'},
	});
	await screen.waitFor(/well +● up/, 20_000);
	texts.push(screen.output());
	for (const command of [
		['--once', '--json'],
		['--once'],
		['--scorecard'],
		['history', 'refused'],
		['history', 'shouting', '--json'],
		['config', 'check', '--json'],
		['store'],
		['scan', '--verbose'],
	]) {
		const {stdout, stderr} = await place.run(...command);
		texts.push(stdout, stderr);
	}
	screen.kill('SIGTERM');
	await screen.exited;
	monitor.kill('SIGTERM');
	await once(monitor, 'exit');
	const said = [...texts, ...(await storedTexts(place))].join('\n');
	expect(said.length).toBeGreaterThan(2000);
	const found = Object.entries(secrets).flatMap(([name, secret]) => {
		const at = said.indexOf(secret);
		return at < 0 ? [] : [`${name}: …${said.slice(Math.max(0, at - 120), at)}`];
	});
	expect(found).toEqual([]);
	for (const {server} of [refusing, failing]) server.close();
	await place.remove();
});

/** Every file but the configuration itself. */
async function storedTexts({folder}: Workplace): Promise<readonly string[]> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const files = entries.filter(entry => entry.isFile() && entry.name !== '.langsight.yaml');
	expect(files.map(({name}) => name)).toContain('outbox.json');
	return Promise.all(files.map(({parentPath, name}) => readFile(join(parentPath, name), 'utf8')));
}
