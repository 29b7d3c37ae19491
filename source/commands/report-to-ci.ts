import {constants} from 'node:fs';
import {access, open, rename, rm, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {UserError} from '../domain/errors.ts';
import type {FailCondition} from '../domain/fail-on.ts';
import type {Fleet} from '../domain/fleet.ts';
import {renderAnnotations, renderJobSummary} from '../report/github.ts';
import {renderJunit} from '../report/junit.ts';
import type {Outside} from './command.ts';
import type {Flags} from './flags.ts';

/** The file that `--junit` names, absolute; null where it was not given. Asked before the checks, which may take long. */
export async function readJunitPath({junit}: Pick<Flags, 'junit'>, {cwd}: Outside): Promise<string | null> {
	if (junit === undefined) return null;
	if (junit === '') throw new UserError('--junit needs the name of a file', 'Such as: --junit langsight.xml');
	const path = resolve(cwd, junit);
	try {
		await access(dirname(path), constants.W_OK);
	} catch (error) {
		throw new UserError(`--junit ${junit} cannot be written: ${codeOf(error)}`, 'Its folder must be there already.');
	}
	const isFolder = await stat(path).then(
		facts => facts.isDirectory(),
		() => false,
	);
	if (isFolder) throw new UserError(`--junit ${junit} is a folder`, 'Name a file in it.');
	return path;
}

/** Tells a build server what a check has found, beside the report: as a file, and in the words that GitHub reads. */
export async function reportToCi(
	fleet: Fleet,
	conditions: readonly FailCondition[],
	now: number,
	junitPath: string | null,
	{env, stderr}: Outside,
): Promise<void> {
	const {servers: states} = fleet;
	if (junitPath !== null) await writeWhole(junitPath, renderJunit(fleet, states, conditions, now));
	if (env.GITHUB_ACTIONS !== 'true') return;
	// Both streams are read there; the other one is the report's.
	stderr.write(renderAnnotations(states, conditions, now));
	const summary = env.GITHUB_STEP_SUMMARY;
	if (!summary) return;
	await append(summary, renderJobSummary(fleet, states, conditions, now)).catch(error =>
		stderr.write(`warning: the job summary cannot be written: ${codeOf(error)}\n`),
	);
}

/** All of it or nothing. */
async function writeWhole(path: string, text: string): Promise<void> {
	const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
	try {
		const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
		try {
			await file.writeFile(text);
		} finally {
			await file.close();
		}
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, {force: true}).catch(() => {});
		throw new UserError(`${path} cannot be written: ${codeOf(error)}`, undefined, [], {cause: error});
	}
}

async function append(path: string, text: string): Promise<void> {
	const file = await open(path, 'a');
	try {
		await file.writeFile(text);
	} finally {
		await file.close();
	}
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
