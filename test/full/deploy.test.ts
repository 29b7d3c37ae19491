import {spawnSync} from 'node:child_process';
import {cp, readFile, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {makeWorkplace, nodePath, type Workplace} from '../helpers/program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

let place: Workplace;
beforeEach(async () => {
	place = await makeWorkplace();
});
afterEach(() => place.remove());

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const reason = hasSystemd ? '' : ' (skipped: systemd-analyze is not installed)';

test.skipIf(!hasSystemd)(`systemd is content with the unit${reason}`, async () => {
	const unit = await readFile(join(root, 'deploy/systemd/langsight.service'), 'utf8');
	// It looks whether the program is there.
	const path = await place.write('langsight.service', unit.replace('/usr/bin/langsight', nodePath));
	const {status, stdout, stderr} = spawnSync('systemd-analyze', ['verify', path], {encoding: 'utf8'});
	expect({status, said: `${stdout}${stderr}`}).toEqual({status: 0, said: ''});
});

test('what the image copies is enough to build the program, and the program needs no more than that', async () => {
	const dockerfile = await readFile(join(root, 'deploy/docker/Dockerfile'), 'utf8');
	const [build = '', run = ''] = dockerfile.split(/^FROM .*\n/m).slice(1);
	const sources = copiedBy(build);
	const allowed: readonly string[] = (await readFile(join(root, '.dockerignore'), 'utf8')).match(/(?<=^!).+$/gm) ?? [];
	expect([...sources, ...copiedBy(run)].filter(name => !allowed.includes(name))).toEqual([]);

	const folder = join(place.folder, 'src');
	for (const name of sources) await cp(join(root, name), join(folder, name), {recursive: true});
	await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
	expect(spawnSync('npm', ['run', '--silent', 'build'], {cwd: folder, encoding: 'utf8'})).toMatchObject({status: 0});

	const image = join(place.folder, 'image');
	await cp(join(folder, 'dist'), join(image, 'dist'), {recursive: true});
	await cp(join(root, 'package.json'), join(image, 'package.json'));
	await place.write('.langsight.yaml', 'servers:\n  - {name: a, command: [node, -e, "process.exit(3)"]}\n');
	const {status, stdout} = spawnSync(nodePath, [join(image, 'dist/cli.js'), '--once', '--json'], {
		cwd: place.folder,
		env: place.env,
		encoding: 'utf8',
	});
	expect(status).toBe(1);
	expect(JSON.parse(stdout).servers[0]).toMatchObject({name: 'a', reasons: ['process_exited']});
});

/** What the lines of a stage take from the folder that it is built from. */
const copiedBy = (stage: string): readonly string[] =>
	[...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
