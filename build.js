import {chmod, rm} from 'node:fs/promises';
import {build} from 'esbuild';

const folder = new URL('dist/', import.meta.url).pathname;

await rm(folder, {recursive: true, force: true});
await build({
	entryPoints: {
		cli: 'source/cli.ts',
		'demo-stdio-server': 'source/demo/stdio-server.ts',
		'demo-http-host': 'source/demo/http-host.ts',
	},
	absWorkingDir: new URL('.', import.meta.url).pathname,
	outdir: folder,
	bundle: true,
	splitting: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	minifySyntax: true,
	legalComments: 'none',
	external: ['react-devtools-core'],
	// React's development build costs twice the CPU of a frame.
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	// CommonJS packages within an ES module still call require.
	banner: {
		js: "import {createRequire as makeRequire} from 'node:module'; const require = makeRequire(import.meta.url);",
	},
	logLevel: 'warning',
	plugins: [
		{
			// The SDK loads a JSON Schema compiler for tool results, which LangSight lists but never validates with it.
			name: 'without-ajv',
			setup: builder =>
				builder.onLoad({filter: /sdk\/dist\/esm\/validation\/ajv-provider\.js$/}, () => ({
					contents: 'export class AjvJsonSchemaValidator {}',
				})),
		},
	],
});
await chmod(`${folder}cli.js`, 0o755);
