import type {ChildProcess} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import Ajv from 'ajv/dist/2020.js';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startEverything} from '../helpers/everything.ts';
import {freePort, installed, makeWorkplace, type Workplace} from '../helpers/program.ts';

describe('seven real servers over three transports', () => {
	let place: Workplace;
	let ssePort: number;
	let httpPort: number;
	const started: ChildProcess[] = [];

	beforeAll(async () => {
		place = await makeWorkplace();
		ssePort = await freePort();
		httpPort = await freePort();
		started.push(await startEverything('sse', ssePort), await startEverything('streamableHttp', httpPort));
		await place.write('.langsight.yaml', configFor(place.folder, ssePort, httpPort));
	});

	afterAll(async () => {
		for (const child of started) child.kill('SIGKILL');
		await place.remove();
	});

	test('are all up, with the tools that each has', async () => {
		const {code, stdout, stderr} = await place.run('--once', '--json');
		expect(stderr).toBe('');
		const report = JSON.parse(stdout);
		const counts = report.servers.map((server: {name: string; status: string; tool_count: number}) => [
			server.name,
			server.status,
			server.tool_count,
		]);
		expect(counts).toEqual([
			['everything-stdio', 'up', 13],
			['everything-sse', 'up', 13],
			['everything-http', 'up', 13],
			['filesystem', 'up', 14],
			['memory', 'up', 9],
			['thinking', 'up', 1],
			['postgres', 'up', 1],
		]);
		expect(code).toBe(0);
		await expectValid(report);
	});

	test('are told in a table that a second run calls unchanged', async () => {
		await place.run('--once');
		const {code, stdout} = await place.run('mcp-health');
		expect(code).toBe(0);
		expect(stdout).toMatch(/│ filesystem +│ UP +│ [\d,]+ms +│ 14 +│ Schema unchanged +│/);
		expect(stdout).toContain('No issues detected');
	});

	test('a closed port and a command that exits are named, and fail the check', async () => {
		const port = await freePort();
		const path = await place.write(
			'broken.yaml',
			`servers:
  - {name: closed, transport: streamable_http, url: "http://127.0.0.1:${port}/mcp"}
  - {name: exits, transport: stdio, command: [node, -e, "console.error('Error: DATABASE_URL is not set'); process.exit(3)"]}
  - {name: memory, transport: stdio, command: ["${installed('mcp-server-memory')}"]}
`,
		);
		const table = await place.run('--once', '--config', path);
		expect(table.code).toBe(1);
		expect(table.stdout).toContain(`CRITICAL  closed DOWN — Connection refused (port ${port})`);
		expect(table.stdout).toContain('CRITICAL  exits DOWN — exited with code 3: Error: DATABASE_URL is not set');
		const json = await place.run('--once', '--json', '--config', path);
		const report = JSON.parse(json.stdout);
		expect(report.servers.map((server: {error: {category: string} | null}) => server.error?.category ?? null)).toEqual([
			'connection_refused',
			'process_exited',
			null,
		]);
		await expectValid(report);
	});

	test('can be chosen by name, tag and filter before they are probed', async () => {
		const {stdout} = await place.run('--once', '--json', '--tag', 'critical', '--filter', 'transport=stdio');
		expect(JSON.parse(stdout).servers.map((server: {name: string}) => server.name)).toEqual(['memory']);
		const line = await place.run('--once', '--server', 'memory');
		expect(line.stdout).toMatch(/^memory UP \d+ms, 9 tools, /);
		const unknown = await place.run('--once', '--server', 'nothing');
		expect(unknown).toMatchObject({code: 2, stdout: ''});
		expect(unknown.stderr).toContain('There is no server "nothing"');
	});
});

const configFor = (folder: string, ssePort: number, httpPort: number): string => `
servers:
  - {name: everything-stdio, transport: stdio, command: ["${installed('mcp-server-everything')}", stdio]}
  - {name: everything-sse, transport: sse, url: "http://127.0.0.1:${ssePort}/sse"}
  - {name: everything-http, transport: streamable_http, url: "http://127.0.0.1:${httpPort}/mcp", tags: [critical]}
  - {name: filesystem, transport: stdio, command: ["${installed('mcp-server-filesystem')}", "${folder}"]}
  - {name: memory, transport: stdio, command: ["${installed('mcp-server-memory')}"], tags: [critical], env: {MEMORY_FILE_PATH: "${folder}/memory.json"}}
  - {name: thinking, transport: stdio, command: ["${installed('mcp-server-sequential-thinking')}"]}
  - {name: postgres, transport: stdio, command: ["${installed('mcp-server-postgres')}", "postgresql://u:p@127.0.0.1:1/x"]}
`;

async function expectValid(report: unknown): Promise<void> {
	const schema = JSON.parse(await readFile(new URL('../../schemas/fleet.v1.schema.json', import.meta.url), 'utf8'));
	const validate = new Ajv({strict: false, formats: {'date-time': true}}).compile(schema);
	expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
}
