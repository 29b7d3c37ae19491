// The program as it is shipped, receiving 2,000 spans a second (500 calls, four spans each, as agents that are traced from
// end to end send them) over gRPC and HTTP in turn, packed: its CPU and memory. `node bench/otlp.js [SECONDS]`; takes
// about 90 s. Linux only, for it reads /proc.
import {spawn, spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {request} from 'node:http';
import {connect} from 'node:http2';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {BinaryWriter} from '@bufbuild/protobuf/wire';
import {build} from 'esbuild';
import {bundling} from '../build.js';

const path = name => fileURLToPath(new URL(name, import.meta.url));
const spansPerSecond = 2000;
const spansPerCall = 4;
const servers = 20;
const warmUpMs = 25_000;
const measureMs = Number(process.argv[2] ?? 60) * 1000;
/** The unit of CPU times in /proc, see proc(5). */
const msPerTick = 10;

const folder = mkdtempSync(join(tmpdir(), 'langsight-bench-'));
const entryPoints = {cli: path('../source/cli.ts')};
await build({...bundling, entryPoints, outdir: folder, splitting: true, outExtension: {'.js': '.mjs'}});
const program = join(folder, 'cli.mjs');
const fleet = spawn(process.execPath, [path('fleet-server.mjs')], {stdio: ['pipe', 'pipe', 'inherit']});
const [port] = await once(fleet.stdout.setEncoding('utf8'), 'data');
const [grpcPort, httpPort] = [await freePort(), await freePort()];
const config = join(folder, 'langsight.yaml');
const urls = Array.from({length: servers}, (_, n) => `http://127.0.0.1:${port.trim()}/mcp/${n}`);
const entries = urls.map((url, n) => `  - {name: server-${n}, url: "${url}"}`);
writeFileSync(
	config,
	[
		`otlp: {enabled: true, grpc_port: ${grpcPort}, http_port: ${httpPort}}`,
		`storage: {path: "${join(folder, 'store')}"}`,
		'servers:',
		...entries,
		'',
	].join('\n'),
	{mode: 0o600},
);
const env = {...process.env, HOME: folder, XDG_STATE_HOME: join(folder, 'state')};
const monitor = spawn(process.execPath, [program, 'monitor', '--headless', '--config', config], {env, stdio: 'ignore'});
await wait(10_000);
const quiet = megabytes();

const session = connect(`http://127.0.0.1:${grpcPort}`);
let sentSpans = 0;
let refused = 0;
let isOver = false;
const sending = send();
await wait(warmUpMs);
const before = {cpu: cpuMs(), at: performance.now(), spans: sentSpans};
let highest = 0;
for (let passed = 0; passed < measureMs; passed += 1000) {
	await wait(1000);
	highest = Math.max(highest, megabytes());
}
const share = (cpuMs() - before.cpu) / (performance.now() - before.at);
const rate = (sentSpans - before.spans) / ((performance.now() - before.at) / 1000);
const last = megabytes();
isOver = true;
await sending;
session.close();
// The last traces settle, and their calls are shown.
await wait(9000);
const counted = urls.reduce((sum, _url, n) => {
	const {stdout} = spawnSync(process.execPath, [program, 'impact', `server-${n}`, '--json', '--config', config], {env});
	return sum + JSON.parse(stdout).agents.reduce((calls, agent) => calls + agent.calls_24h.total, 0);
}, 0);
monitor.kill('SIGTERM');
await once(monitor, 'exit');
fleet.kill();
rmSync(folder, {recursive: true, force: true});
console.log(
	[
		`sent ${sentSpans} spans (${Math.round(rate)} a second), ${refused} requests refused`,
		`counted ${counted} calls of ${sentSpans / spansPerCall}`,
		`RSS ${quiet.toFixed(0)} MB before, at most ${highest.toFixed(0)} MB, at the end ${last.toFixed(0)} MB`,
		`CPU ${(share * 100).toFixed(1)} % of a core`,
	].join('\n'),
);

/** Requests of 500 spans, as exporters send them, four a second. */
async function send() {
	const every = 250;
	const calls = (spansPerSecond / spansPerCall) * (every / 1000);
	const began = performance.now();
	for (let turn = 0; !isOver; turn++) {
		await wait(Math.max(0, began + turn * every - performance.now()));
		const body = gzipSync(exportOf(calls), {level: 1});
		const isTaken = await (turn % 2 === 0 ? sendHttp(body) : sendGrpc(body));
		if (isTaken) sentSpans += calls * spansPerCall;
		else refused++;
	}
}

function sendHttp(body) {
	const headers = {'content-type': 'application/x-protobuf', 'content-encoding': 'gzip'};
	return new Promise((resolve, reject) => {
		const outgoing = request(
			{port: httpPort, host: '127.0.0.1', path: '/v1/traces', method: 'POST', headers},
			incoming => {
				incoming.resume().on('end', () => resolve(incoming.statusCode === 200));
			},
		);
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

function sendGrpc(body) {
	const head = Buffer.from([1, 0, 0, 0, 0]);
	head.writeUInt32BE(body.length, 1);
	return new Promise((resolve, reject) => {
		const stream = session.request({
			':method': 'POST',
			':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
			'content-type': 'application/grpc',
			'grpc-encoding': 'gzip',
			te: 'trailers',
		});
		let status = null;
		stream.on('response', headers => {
			status = headers['grpc-status'] ?? status;
		});
		stream.on('trailers', headers => {
			status = headers['grpc-status'] ?? status;
		});
		stream.on('error', reject);
		stream.resume().on('close', () => resolve(Number(status) === 0));
		stream.end(Buffer.concat([head, body]));
	});
}

/** An export of so many calls by one of three agents. */
function exportOf(calls) {
	const agent = `agent-${Math.floor(Math.random() * 3)}`;
	const spans = [];
	for (let n = 0; n < calls; n++) spans.push(...spansOfCall());
	const scope = new BinaryWriter();
	for (const span of spans) scope.tag(2, 2).bytes(span);
	const resource = new BinaryWriter().tag(1, 2).bytes(attribute('service.name', agent)).finish();
	const resourceSpans = new BinaryWriter().tag(1, 2).bytes(resource).tag(2, 2).bytes(scope.finish()).finish();
	return new BinaryWriter().tag(1, 2).bytes(resourceSpans).finish();
}

function spansOfCall() {
	const traceId = randomBytes(16);
	const ids = Array.from({length: spansPerCall}, () => randomBytes(8));
	const tool = `tool-${Math.floor(Math.random() * 5)}`;
	const server = new URL(urls[Math.floor(Math.random() * servers)]);
	const long = 'x'.repeat(400);
	const mcp = {
		'mcp.method.name': 'tools/call',
		'gen_ai.tool.name': tool,
		'mcp.protocol.version': '2025-11-25',
		'jsonrpc.request.id': '17',
	};
	const place = {'url.full': server.href, 'server.address': server.hostname, 'server.port': Number(server.port)};
	const each = [
		[1, {'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool, 'gen_ai.tool.call.arguments': long}],
		[3, {...mcp, ...place, 'gen_ai.tool.call.arguments': long, 'gen_ai.tool.call.result': long}],
		[3, {...place, 'http.request.method': 'POST', 'http.response.status_code': 200}],
		[2, {...mcp, 'gen_ai.tool.call.result': long}],
	];
	return each.map(([kind, attributes], index) => span(traceId, ids, index, kind, attributes));
}

function span(traceId, ids, index, kind, attributes) {
	const end = BigInt(Date.now()) * 1_000_000n;
	const writer = new BinaryWriter().tag(1, 2).bytes(traceId).tag(2, 2).bytes(ids[index]);
	if (index > 0) writer.tag(4, 2).bytes(ids[index - 1]);
	writer.tag(5, 2).string('tools/call').tag(6, 0).int32(kind);
	writer
		.tag(7, 1)
		.fixed64(end - BigInt(Math.floor(Math.random() * 1e9)))
		.tag(8, 1)
		.fixed64(end);
	for (const [key, value] of Object.entries(attributes)) writer.tag(9, 2).bytes(attribute(key, value));
	return writer.finish();
}

function attribute(key, value) {
	const any = new BinaryWriter();
	if (typeof value === 'number') any.tag(3, 0).int64(value);
	else any.tag(1, 2).string(value);
	return new BinaryWriter().tag(1, 2).string(key).tag(2, 2).bytes(any.finish()).finish();
}

function cpuMs() {
	const fields = readFileSync(`/proc/${monitor.pid}/stat`, 'utf8')
		.replace(/^.*\) /, '')
		.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * msPerTick;
}

function megabytes() {
	const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${monitor.pid}/status`, 'utf8'));
	return Number(kib) / 1024;
}

async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const found = server.address().port;
	server.close();
	await once(server, 'close');
	return found;
}
