// What history costs on the disk and in time, over simulated weeks: `node bench/store.js [--quick]`. Takes about a minute.
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {dirname} from 'node:path';
import {bundle} from './bundle.js';

const program = await bundle('store.ts');
const {status} = spawnSync(process.execPath, ['--expose-gc', program, ...process.argv.slice(2)], {stdio: 'inherit'});
rmSync(dirname(program), {recursive: true});
process.exitCode = status ?? 1;
