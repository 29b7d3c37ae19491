// Bundles one of the benchmarks' own programs the way the program itself is bundled.
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {bundling} from '../build.js';

/** The path of the bundle, in a folder of its own that the caller removes. */
export async function bundle(name) {
	const outfile = join(mkdtempSync(join(tmpdir(), 'langsight-bench-')), 'program.mjs');
	await build({...bundling, entryPoints: [fileURLToPath(new URL(name, import.meta.url))], outfile});
	return outfile;
}
