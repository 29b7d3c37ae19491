import {spawn} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {finish, fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';

let place: Workplace;
beforeAll(async () => {
	place = await makeWorkplace();
	await place.write(
		'.langsight.yaml',
		`servers:\n  - {name: well, command: [node, "${fixture('stdio-server.mjs')}"]}\n`,
	);
});
afterAll(() => place.remove());

/** The files of the bundle that a run has loaded, by what the engine's own coverage says. */
async function loadedFiles(...args: readonly string[]): Promise<readonly string[]> {
	const folder = join(place.folder, `coverage-${args.join('')}`);
	const child = spawn(nodePath, [programPath, ...args], {
		cwd: place.folder,
		env: {...place.env, NODE_V8_COVERAGE: folder},
	});
	await finish(child);
	const reports = await Promise.all((await readdir(folder)).map(name => readFile(join(folder, name), 'utf8')));
	const urls: string[] = reports.flatMap(text => JSON.parse(text).result.map(({url}: {url: string}) => url));
	return urls.filter(url => url.includes('/dist/')).map(url => fileURLToPath(url));
}

test('a headless run loads neither Ink nor React', async () => {
	const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
	const files = (await readdir(dist)).map(name => join(dist, name));
	const texts = await Promise.all(files.map(async path => ({path, text: await readFile(path, 'utf8')})));
	const ofScreen = texts.filter(({text}) => /ink-root|react\.transitional\.element/.test(text)).map(({path}) => path);
	expect(ofScreen.length).toBeGreaterThan(0);
	const loaded = await loadedFiles('--once', '--json');
	expect(loaded).toContain(programPath);
	expect(loaded.filter(path => ofScreen.includes(path))).toEqual([]);
});

test('--version loads nothing but the command line', async () => {
	const others = (await loadedFiles('--version')).filter(path => path !== programPath);
	// The bundler's own few lines may stand apart.
	for (const path of others) expect((await readFile(path, 'utf8')).length).toBeLessThan(4096);
});
