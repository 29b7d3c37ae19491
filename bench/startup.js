// Start-up against bare Node in one run: `node bench/startup.js`. Build first (`npm run build`).
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const rounds = 15;
const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const server = spawn(process.execPath, [fileURLToPath(new URL('../fixtures/http-server.mjs', import.meta.url))], {
	stdio: ['ignore', 'pipe', 'inherit'],
});
const port = await new Promise(resolve => {
	server.stdout.setEncoding('utf8').on('data', text => resolve(/\d{4,5}/.exec(text)?.[0]));
});
const folder = mkdtempSync(join(tmpdir(), 'langsight-bench-'));
writeFileSync(join(folder, '.langsight.yaml'), `servers:\n  - {name: fast, url: "http://127.0.0.1:${port}/mcp"}\n`, {
	mode: 0o600,
});

const subjects = {
	'node -e 0': ['-e', '0'],
	'langsight --version': [program, '--version'],
	'langsight --once (one HTTP server)': [program, '--once'],
};
const times = Object.fromEntries(Object.keys(subjects).map(name => [name, []]));
for (let round = 0; round < rounds; round++) {
	for (const [name, args] of Object.entries(subjects)) times[name].push(measure(args));
}
server.kill();
rmSync(folder, {recursive: true});

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const base = median(times['node -e 0']);
for (const [name, values] of Object.entries(times)) {
	console.log(`${name}: ${median(values).toFixed(0)} ms, ${(median(values) / base).toFixed(2)}x of bare Node`);
}

function measure(args) {
	const before = performance.now();
	const {status, stderr} = spawnSync(process.execPath, args, {
		cwd: folder,
		encoding: 'utf8',
		env: {...process.env, XDG_STATE_HOME: folder},
	});
	if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
	return performance.now() - before;
}
