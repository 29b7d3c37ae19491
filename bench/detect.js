// From the death of a server to the alert, and to its arrival at a webhook, at default settings: `node bench/detect.js`. Takes about a minute.
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundle} from './bundle.js';

const program = await bundle('detect.ts');
spawnSync(process.execPath, [program, fileURLToPath(new URL('../fixtures', import.meta.url))], {stdio: 'inherit'});
rmSync(dirname(program), {recursive: true});
