import {chmod, rm} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

/** How the program's code becomes a bundle; the benchmarks bundle their own entry points the same way. */
export const bundling = {
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	minifySyntax: true,
	minifyWhitespace: true,
	legalComments: 'none',
	external: ['react-devtools-core'],
	// Its other form hides from a bundler what it is made of.
	alias: {'jsonc-parser': 'jsonc-parser/lib/esm/main.js'},
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
};

async function buildProgram() {
	const folder = fileURLToPath(new URL('dist/', import.meta.url));
	await rm(folder, {recursive: true, force: true});
	await build({
		...bundling,
		entryPoints: {
			cli: 'source/cli.ts',
			'demo-stdio-server': 'source/demo/stdio-server.ts',
			'demo-http-host': 'source/demo/http-host.ts',
		},
		absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
		outdir: folder,
		splitting: true,
	});
	await chmod(`${folder}cli.js`, 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildProgram();
