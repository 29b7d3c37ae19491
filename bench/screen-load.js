// The program as it is shipped, on a terminal of 160 × 50 and without one, at the same time, each watching 100 HTTP servers
// at 30 s: memory, CPU, and what is written to the terminal, at work and while the checks are paused:
// `node bench/screen-load.js`. Takes about 4 minutes; Linux only, for it reads /proc.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import pty from '@lydell/node-pty';
import {build} from 'esbuild';
import {bundling} from '../build.js';

const path = name => fileURLToPath(new URL(name, import.meta.url));
const servers = 100;
const warmUpMs = 45_000;
const minuteMs = 60_000;
/** The unit of CPU times in /proc, see proc(5). */
const msPerTick = 10;

const folder = mkdtempSync(join(tmpdir(), 'langsight-bench-'));
const entryPoints = {cli: path('../source/cli.ts')};
await build({...bundling, entryPoints, outdir: folder, splitting: true, outExtension: {'.js': '.mjs'}});
const program = join(folder, 'cli.mjs');
const fleet = spawn(process.execPath, [path('fleet-server.mjs')], {stdio: ['pipe', 'pipe', 'inherit']});
const [port] = await once(fleet.stdout.setEncoding('utf8'), 'data');

const headless = spawn(process.execPath, [program, 'monitor', '--headless', '--config', configure('headless')], {
	env: environment('headless'),
	stdio: 'ignore',
});
const screen = pty.spawn(process.execPath, [program, '--config', configure('screen')], {
	name: 'xterm-256color',
	cols: 160,
	rows: 50,
	env: environment('screen'),
});
let bytes = 0;
let output = '';
screen.onData(data => {
	bytes += Buffer.byteLength(data);
	output = (output + data).slice(-100_000);
});

await wait(warmUpMs);
const working = await measure();
screen.write(':pause 1h\r');
// The last checks are written within a minute.
await wait(minuteMs + 5000);
if (!output.includes('PAUSED')) throw new Error('the screen does not say that it is paused');
const idle = await measure();
console.log(
	[
		`without a screen: ${share(working.headless)}, ${working.headlessMb.toFixed(0)} MB`,
		`with the screen: ${share(working.screen)}, ${working.screenMb.toFixed(0)} MB, ${(working.bytes / 60 / 1024).toFixed(2)} KiB/s to the terminal`,
		`an idle minute of the screen: ${share(idle.screen)}, ${idle.bytes} bytes`,
	].join('\n'),
);
screen.write('q');
headless.kill();
await Promise.all([once(headless, 'exit'), new Promise(resolve => screen.onExit(resolve))]);
fleet.kill();
rmSync(folder, {recursive: true});
process.exit(0);

function configure(name) {
	const lines = Array.from(
		{length: servers},
		(_none, index) => `  - {name: http-${index}, url: "http://127.0.0.1:${port.trim()}/s${index}/mcp"}`,
	);
	const config = join(folder, `${name}.yaml`);
	const text = `storage: {path: "${join(folder, name)}"}\nservers:\n${lines.join('\n')}\n`;
	writeFileSync(config, text, {mode: 0o600});
	return config;
}

function environment(name) {
	const {PATH = ''} = process.env;
	return {PATH, HOME: folder, XDG_STATE_HOME: join(folder, `${name}-state`), TERM: 'xterm-256color', LANG: 'C.UTF-8'};
}

/** What both take of a minute. */
async function measure() {
	bytes = 0;
	const before = {headless: cpuMs(headless.pid), screen: cpuMs(screen.pid)};
	await wait(minuteMs);
	return {
		bytes,
		headless: (cpuMs(headless.pid) - before.headless) / minuteMs,
		screen: (cpuMs(screen.pid) - before.screen) / minuteMs,
		headlessMb: rssMb(headless.pid),
		screenMb: rssMb(screen.pid),
	};
}

function cpuMs(pid) {
	// The name of the program, in brackets, may hold anything.
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * msPerTick;
}

function rssMb(pid) {
	return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function share(part) {
	return `${(part * 100).toFixed(2)} % of a core`;
}
