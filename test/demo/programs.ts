import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

/** The demo's programs, built into a folder of their own. */
export interface Programs {
	readonly folder: URL;
	remove(): Promise<void>;
}

/** Builds the programs the way the package is built. */
export async function buildPrograms(): Promise<Programs> {
	const folder = await mkdtemp(join(tmpdir(), 'langsight-programs-'));
	await writeFile(join(folder, 'package.json'), '{"type": "module"}');
	await build({
		entryPoints: {
			'demo-stdio-server': 'source/demo/stdio-server.ts',
			'demo-http-host': 'source/demo/http-host.ts',
		},
		absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
		outdir: folder,
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		banner: {
			js: "import {createRequire as makeRequire} from 'node:module'; const require = makeRequire(import.meta.url);",
		},
		logLevel: 'warning',
	});
	return {folder: pathToFileURL(`${folder}/`), remove: () => rm(folder, {recursive: true})};
}
