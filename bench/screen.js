// The screen over 500 servers that report every 30 s: key → repaint, and what is written at rest: `node bench/screen.js`.
// Takes about two minutes.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {bundling} from '../build.js';

// In pieces, as the program itself: Ink loads some of its parts only when they are wanted.
const folder = mkdtempSync(join(tmpdir(), 'langsight-bench-'));
const entryPoints = [fileURLToPath(new URL('screen.ts', import.meta.url))];
await build({...bundling, entryPoints, outdir: folder, splitting: true, outExtension: {'.js': '.mjs'}});
const program = join(folder, 'screen.mjs');
const child = spawn(process.execPath, [program], {stdio: ['ignore', 'pipe', 'inherit']});
const [text] = await once(child.stdout.setEncoding('utf8'), 'data');
rmSync(folder, {recursive: true});
const {moving, turning, typing, busy, idle, rssMb} = JSON.parse(text);
const ms = ({p50, p95}) => `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
console.log(
	[
		`key → repaint, moving: ${ms(moving)}; group, order, problems: ${ms(turning)}; typing a filter: ${ms(typing)}`,
		`while 17 servers report a second: ${busy.framesPerSecond.toFixed(1)} writes/s, ${(busy.bytesPerSecond / 1024).toFixed(2)} KiB/s, ${(busy.cpu * 100).toFixed(1)} % of a core`,
		`an idle minute: ${idle.bytes} bytes in ${idle.frames} writes, ${(idle.cpu * 100).toFixed(2)} % of a core; ${rssMb.toFixed(0)} MB`,
	].join('\n'),
);
