// `langsight --once` over 100 HTTP servers, over 100 small stdio servers (against starting the same 100 bare), and over
// 35 servers of which 5 hang: `node bench/once.js`. Build first (`npm run build`).
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const path = name => fileURLToPath(new URL(name, import.meta.url));
const program = path('../dist/cli.js');
const fixture = path('../fixtures/stdio-server.mjs');
const folder = mkdtempSync(join(tmpdir(), 'langsight-bench-'));
const fleet = spawn(process.execPath, [path('fleet-server.mjs')], {stdio: ['pipe', 'pipe', 'inherit']});
const [port] = await once(fleet.stdout.setEncoding('utf8'), 'data');

const repeat = (count, line) => Array.from({length: count}, (_none, index) => line(index)).join('\n');
const http = index => `  - {name: http-${index}, url: "http://127.0.0.1:${port.trim()}/s${index}/mcp"}`;
const stdio = (index, fault = '') => `  - {name: stdio-${index}, command: [node, "${fixture}"${fault}]}`;

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const figures = [];

figures.push(`100 HTTP servers: ${(await measure('http', repeat(100, http), 5)).toFixed(2)} s`);

const bare = median([await startBare(100), await startBare(100), await startBare(100)]);
const ours = await measure(
	'stdio',
	repeat(100, index => stdio(index)),
	3,
);
figures.push(
	`100 stdio servers: ${ours.toFixed(2)} s, ${(ours / bare).toFixed(2)}x of starting them bare (${bare.toFixed(2)} s)`,
);

const hanging = `${repeat(30, http)}\n${repeat(5, index => stdio(index, ', hang-list'))}`;
const report = run('hang', hanging);
const up = JSON.parse(report.stdout).summary.up;
figures.push(`35 servers of which 5 hang (timeout 5 s): ${report.seconds.toFixed(2)} s, ${up} up`);

fleet.kill();
rmSync(folder, {recursive: true});
console.log(figures.join('\n'));

async function measure(name, servers, rounds) {
	return median(Array.from({length: rounds}, () => run(name, servers).seconds));
}

function run(name, servers) {
	const config = join(folder, `${name}.yaml`);
	writeFileSync(config, `storage: {path: "${join(folder, name)}"}\nservers:\n${servers}\n`, {mode: 0o600});
	const before = performance.now();
	const {stdout, stderr, status} = spawnSync(process.execPath, [program, '--once', '--json', '--config', config], {
		encoding: 'utf8',
		env: {...process.env, XDG_STATE_HOME: folder},
		maxBuffer: 1e8,
	});
	if (status > 1) throw new Error(stderr);
	return {seconds: (performance.now() - before) / 1000, stdout};
}

/** The least that checking them takes: start each, as many at a time as there are cores, and wait for its list. */
async function startBare(count) {
	const before = performance.now();
	let next = 0;
	const worker = async () => {
		while (next++ < count) await listBare();
	};
	await Promise.all(Array.from({length: availableParallelism()}, worker));
	return (performance.now() - before) / 1000;
}

async function listBare() {
	const child = spawn('node', [fixture], {stdio: ['pipe', 'pipe', 'ignore']});
	const send = message => child.stdin.write(`${JSON.stringify({jsonrpc: '2.0', ...message})}\n`);
	child.stdout.setEncoding('utf8');
	const params = {protocolVersion: '2025-06-18', capabilities: {}, clientInfo: {name: 'bench', version: '1'}};
	send({id: 1, method: 'initialize', params});
	await once(child.stdout, 'data');
	send({method: 'notifications/initialized'});
	send({id: 2, method: 'tools/list'});
	await once(child.stdout, 'data');
	child.stdin.end();
	await once(child, 'exit');
}
