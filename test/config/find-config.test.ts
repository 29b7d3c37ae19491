import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {findConfig} from '../../source/config/find-config.ts';

let home: string;

beforeEach(() => {
	home = realpathSync(mkdtempSync(join(tmpdir(), 'home-')));
});
afterEach(() => rmSync(home, {recursive: true, force: true}));

function write(path: string): string {
	const file = join(home, path);
	mkdirSync(dirname(file), {recursive: true});
	writeFileSync(file, '');
	return file;
}

const find = (cwd: string, env: Record<string, string> = {}) => {
	mkdirSync(join(home, cwd), {recursive: true});
	return findConfig({cwd: join(home, cwd), home, env});
};

test('the nearest file on the way up is taken', () => {
	write('.langsight.yaml');
	const near = write('work/.langsight.yaml');
	expect(find('work/a/b')).toBe(near);
});

test('either ending will do, .yaml first', () => {
	const short = write('work/.langsight.yml');
	expect(find('work')).toBe(short);
	const long = write('work/.langsight.yaml');
	expect(find('work')).toBe(long);
});

test('a folder of that name is passed over', () => {
	const above = write('.langsight.yaml');
	mkdirSync(join(home, 'work/.langsight.yaml'), {recursive: true});
	expect(find('work')).toBe(above);
});

test('the search ends at the root of the repository, itself included', () => {
	write('.langsight.yaml');
	write('repository/.git/HEAD');
	expect(find('repository/source')).toBeNull();
	const own = write('repository/.langsight.yaml');
	expect(find('repository/source')).toBe(own);
});

test('a worktree, where .git is a file, is a repository too', () => {
	write('.langsight.yaml');
	write('tree/.git');
	expect(find('tree')).toBeNull();
});

test('the search ends at the home folder', () => {
	const above = write('.langsight.yaml');
	mkdirSync(join(home, 'inner/work'), {recursive: true});
	expect(findConfig({cwd: join(home, 'inner/work'), home: join(home, 'inner'), env: {}})).toBeNull();
	expect(findConfig({cwd: join(home, 'inner/work'), home, env: {}})).toBe(above);
});

test('then comes the user’s own config folder', () => {
	const usual = write('.config/langsight/config.yaml');
	expect(find('work')).toBe(usual);
	const moved = write('xdg/langsight/config.yaml');
	expect(find('work', {XDG_CONFIG_HOME: join(home, 'xdg')})).toBe(moved);
	expect(find('work', {XDG_CONFIG_HOME: 'relative'})).toBe(usual);
});

test('what the user names is taken as it is, there or not', () => {
	write('.langsight.yaml');
	expect(findConfig({cwd: home, home, env: {}, explicit: 'none.yaml'})).toBe(join(home, 'none.yaml'));
});
