// What figures cost: rolling a check up, telling windows and timelines, and the text of an hour: `node bench/windows.js`.
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {dirname} from 'node:path';
import {bundle} from './bundle.js';

const program = await bundle('windows.ts');
spawnSync(process.execPath, ['--expose-gc', program], {stdio: 'inherit'});
rmSync(dirname(program), {recursive: true});
