import {constants} from 'node:fs';
import {open, readFile, realpath, rename, rm} from 'node:fs/promises';
import {UserError} from '../domain/errors.ts';

/**
 * Writes a configuration so that a crash leaves the old one or the new one: beside it, synced, renamed over it. A new file
 * is its owner's alone; an old one keeps its mode, and a link still leads where it led.
 *
 * @param path absolute.
 * @param old what was read from it, null where there was nothing; if something else stands there now, a `UserError` says so.
 */
export async function writeConfigFile(path: string, text: string, old: string | null): Promise<void> {
	try {
		const target = await realpath(path).catch(() => path);
		const now = await readFile(target, 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return null;
			throw error;
		});
		if ((now?.replace(/^\uFEFF/, '') ?? null) !== old)
			throw new UserError(`${path} has changed meanwhile`, 'Try again.');
		await replace(target, text, old === null ? null : await modeOf(target));
	} catch (error) {
		if (error instanceof UserError) throw error;
		const {code = 'unknown error'} = error as NodeJS.ErrnoException;
		throw new UserError(`${path} cannot be written: ${code}`, 'Name another file with --config.', [], {cause: error});
	}
}

async function modeOf(path: string): Promise<number> {
	const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		return (await file.stat()).mode & 0o777;
	} finally {
		await file.close();
	}
}

async function replace(target: string, text: string, mode: number | null): Promise<void> {
	const temporary = `${target}.${process.pid}.tmp`;
	// Whatever stands there by that name, it is not written through.
	await rm(temporary, {force: true});
	const file = await open(temporary, 'wx', 0o600);
	try {
		await file.writeFile(text);
		if (mode !== null) await file.chmod(mode);
		await file.sync();
	} finally {
		await file.close();
	}
	try {
		await rename(temporary, target);
	} catch (error) {
		await rm(temporary, {force: true});
		throw error;
	}
}
