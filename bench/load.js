// The monitor's own cost over many HTTP servers at 30 s, without a screen: `node bench/load.js`. Takes about 4 minutes.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundle} from './bundle.js';

const program = await bundle('headless.ts');
const fleets = Array.from({length: 4}, () =>
	spawn(process.execPath, [fileURLToPath(new URL('fleet-server.mjs', import.meta.url))], {
		stdio: ['pipe', 'pipe', 'inherit'],
	}),
);
const ports = await Promise.all(
	fleets.map(async fleet => Number((await once(fleet.stdout.setEncoding('utf8'), 'data'))[0])),
);
const figures = [];
for (const [count, warmUpMs] of [
	[100, 35_000],
	[1000, 45_000],
]) {
	const urls = Array.from(
		{length: count},
		(_none, index) => `http://127.0.0.1:${ports[index % ports.length]}/s${index}/mcp`,
	);
	const child = spawn(
		process.execPath,
		[program, JSON.stringify({urls, intervalMs: 30_000, warmUpMs, measureMs: 60_000})],
		{
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	const [text] = await once(child.stdout.setEncoding('utf8'), 'data');
	const {up, checks, p99LatenessMs, cpuShare, rssMb} = JSON.parse(text);
	figures.push(
		`${count} servers: ${up} up, ${checks} checks in 60 s, p99 lateness ${p99LatenessMs.toFixed(0)} ms, ${(cpuShare * 100).toFixed(1)} % of a core, ${rssMb.toFixed(0)} MB`,
	);
}
for (const fleet of fleets) fleet.kill();
rmSync(dirname(program), {recursive: true});
console.log(figures.join('\n'));
