// CPU of a check against the bare SDK's listTools: `node bench/check-cpu.js`.
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundle} from './bundle.js';

const program = await bundle('check-cpu.ts');
const fleet = spawn(process.execPath, [fileURLToPath(new URL('fleet-server.mjs', import.meta.url))], {
	stdio: ['pipe', 'pipe', 'inherit'],
});
const [port] = await once(fleet.stdout.setEncoding('utf8'), 'data');
spawnSync(process.execPath, [program, `http://127.0.0.1:${port.trim()}/s/mcp`], {stdio: 'inherit'});
fleet.kill();
rmSync(dirname(program), {recursive: true});
