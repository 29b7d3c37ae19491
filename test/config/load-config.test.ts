import {chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {loadConfig} from '../../source/config/load-config.ts';
import {UserError} from '../../source/domain/errors.ts';

const good = 'servers:\n  - name: a\n    command: run-a\n';
let folder: string;
let file: string;

beforeEach(() => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), 'config-')));
	file = join(folder, '.langsight.yaml');
	writeFileSync(file, good, {mode: 0o600});
	chmodSync(file, 0o600);
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

async function refusal(path = file): Promise<UserError> {
	const error: unknown = await loadConfig(path, {}).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(UserError);
	return error as UserError;
}

test('a config knows its file and the folder of its relative paths', async () => {
	const config = await loadConfig(file, {});
	expect(config).toMatchObject({file, folder});
	expect(config.data.servers).toHaveLength(1);
});

test('~ in the path is the home folder', async () => {
	expect((await loadConfig('~/.langsight.yaml', {HOME: folder})).file).toBe(file);
});

test('mistakes come as one error with a line for each', async () => {
	writeFileSync(file, 'servers:\n  - name: a\n    url: nowhere\n    tag: [x]\n');
	const {message, details} = await refusal();
	expect(message).toBe(`${file} has 2 mistakes`);
	expect(details).toEqual([
		`${file}:3  servers[0].url must be an http:// or https:// address`,
		`${file}:4  servers[0].tag is not a known key (did you mean tags?)`,
	]);
});

describe('a file that cannot be a config is refused in one sentence', () => {
	test('none there', async () => {
		const {message, hint} = await refusal(join(folder, 'none.yaml'));
		expect(message).toBe(`there is no config file ${join(folder, 'none.yaml')}`);
		expect(hint).toContain('--config');
	});
	test('a folder', async () => expect((await refusal(folder)).message).toBe(`${folder} is a folder`));
	test('a device', async () => expect((await refusal('/dev/null')).message).toContain('is not a regular file'));
	test('a file as a folder', async () => expect((await refusal(join(file, 'x'))).message).toContain('ENOTDIR'));
	test('too large', async () => {
		writeFileSync(file, `#${'x'.repeat(1_048_576)}`);
		expect((await refusal()).message).toContain('larger than 1 MiB');
	});
	test('1 MiB to the byte is read', async () => {
		writeFileSync(file, `${good}#`.padEnd(1_048_576, 'x'));
		expect((await loadConfig(file, {})).data.servers).toHaveLength(1);
	});
	test.each([
		['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe])],
		['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le')],
	])('%s', async (_name, bytes) => {
		writeFileSync(file, bytes);
		expect((await refusal()).message).toContain('is not UTF-8 text');
	});
});

describe.skipIf(process.getuid === undefined)('a config that others could change is refused, with what to do', () => {
	test.each([0o620, 0o602, 0o666])('file of mode %o', async mode => {
		chmodSync(file, mode);
		const {message, hint} = await refusal();
		expect(message).toContain('can be changed by others');
		expect(message).toContain(mode.toString(8));
		expect(hint).toBe(`chmod go-w ${file}`);
	});

	test('others may read it', async () => {
		chmodSync(file, 0o644);
		await expect(loadConfig(file, {})).resolves.toBeDefined();
	});

	test('in a folder that others can write to', async () => {
		chmodSync(folder, 0o777);
		expect((await refusal()).hint).toBe(`chmod go-w ${folder}`);
	});

	test('unless the folder is sticky', async () => {
		chmodSync(folder, 0o1777);
		await expect(loadConfig(file, {})).resolves.toBeDefined();
	});

	test('behind a link, the folder of the link and that of the file both count', async () => {
		const open = join(folder, 'it is open');
		mkdirSync(open);
		symlinkSync(file, join(open, 'link.yaml'));
		await expect(loadConfig(join(open, 'link.yaml'), {})).resolves.toBeDefined();
		chmodSync(open, 0o777);
		expect((await refusal(join(open, 'link.yaml'))).hint).toBe(`chmod go-w '${open}'`);
		chmodSync(open, 0o700);
		chmodSync(folder, 0o777);
		expect((await refusal(join(open, 'link.yaml'))).hint).toBe(`chmod go-w ${folder}`);
	});

	test.runIf(process.getuid?.() === 0)('owned by another user', async () => {
		chownSync(file, 12_345, 12_345);
		const {message, hint} = await refusal();
		expect(message).toContain('belongs to another user (uid 12345)');
		expect(hint).toContain(`chown 0 ${file}`);
	});
});
