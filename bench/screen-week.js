// The heap of a screen that stays open for a week, on a clock that is moved by hand: `node bench/screen-week.js [HOURS]`.
// Takes about two minutes. Nothing is compiled to machine code here: V8 does that for days, ever more rarely, and the 1 MB
// of it would hide what the screen itself holds.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {bundling} from '../build.js';

const folder = mkdtempSync(join(tmpdir(), 'langsight-bench-'));
const entryPoints = [fileURLToPath(new URL('screen-week.ts', import.meta.url))];
await build({...bundling, entryPoints, outdir: folder, splitting: true, outExtension: {'.js': '.mjs'}});
const program = join(folder, 'screen-week.mjs');
const {stdout, stderr, status} = spawnSync(
	process.execPath,
	['--expose-gc', '--no-opt', '--no-sparkplug', program, ...process.argv.slice(2)],
	{
		encoding: 'utf8',
	},
);
rmSync(folder, {recursive: true});
if (status !== 0) throw new Error(stderr);
const {heaps, frames, bytes, hours} = JSON.parse(stdout);
const mb = value => `${value.toFixed(1)} MB`;
const told = heaps.map(({hour, heapMb}) => `${hour} h ${mb(heapMb)}`).join(', ');
const [, afterAnHour] = heaps;
console.log(
	[
		`heap: ${told}`,
		`from the first hour to hour ${hours}: ${(heaps.at(-1).heapMb - afterAnHour.heapMb).toFixed(2)} MB`,
		`${frames} writes, ${(bytes / 1024 / 1024).toFixed(0)} MiB to the terminal`,
	].join('\n'),
);
