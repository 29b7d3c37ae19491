import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {fixture, installed, makeWorkplace, type Workplace} from '../helpers/program.ts';

const token = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

describe('what is insecure', () => {
	let place: Workplace;
	beforeAll(async () => {
		place = await makeWorkplace();
		await place.write(
			'.langsight.yaml',
			`servers:
  - {name: leaking, command: [node, "${fixture('stdio-server.mjs')}"], env: {GITHUB_TOKEN: "${token}"}}
  - {name: everything, command: ["${installed('mcp-server-everything')}", stdio]}
  - {name: memory, command: ["${installed('mcp-server-memory')}"]}
  - {name: files, command: ["${installed('mcp-server-filesystem')}", "${place.folder}"]}
`,
		);
	});
	afterAll(() => place.remove());

	test('a secret that stands in the configuration is told with its place, and never shown', async () => {
		const {code, stdout, stderr} = await place.run('scan');
		expect(code).toBe(1);
		expect(stdout).toMatch(/MCP01:2025 literal_secret: ghp_…\(40 characters\) in env GITHUB_TOKEN/);
		expect(stdout + stderr).not.toContain(token);
	});

	test('well-known servers speak to the model in nothing that they say', async () => {
		const {stdout} = await place.run('scan', '--json');
		const servers = JSON.parse(stdout).servers as {name: string; findings: {check: string; result: string}[]}[];
		const poisoned = servers.flatMap(({name, findings}) =>
			findings
				.filter(({check, result}) => check.startsWith('poisoned') && result === 'fail')
				.map(({check}) => `${name}: ${check}`),
		);
		expect(poisoned).toEqual([]);
		expect(servers.map(({name}) => name)).toEqual(['leaking', 'everything', 'memory', 'files']);
	});

	test('the exit code goes by severity', async () => {
		expect((await place.run('scan', '--server', 'leaking', '--fail-on', 'critical')).code).toBe(0);
		expect((await place.run('scan', '--server', 'memory')).code).toBe(0);
		expect(await place.run('scan', '--fail-on', 'down')).toMatchObject({code: 2, stdout: ''});
	});

	test('a grade takes a day of watching, and the scorecard says so', async () => {
		const {code, stdout} = await place.run('--scorecard', '--fail-on', 'grade:F');
		expect(code).toBe(0);
		expect(stdout).toMatch(/│ leaking +│ — +│ — +│ [B-D] +│ — +│ — +│/);
		expect(stdout).toMatch(/watched for \d+s in 7 days/);
		expect(stdout).not.toContain(token);
	});
});
