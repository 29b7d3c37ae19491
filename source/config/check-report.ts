import {UserError} from '../domain/errors.ts';
import {type Server, transports} from '../domain/server.ts';
import type {Environment} from './interpolate.ts';
import {inspectConfig} from './load-config.ts';
import {formatMistake, type Mistake} from './mistake.ts';
import type {Note} from './note.ts';
import type {Config} from './parse-config.ts';
import {toServers} from './to-servers.ts';
import {unsetVariables} from './unset-variables.ts';

/** What `config check` found. Holds no secret. */
export interface ConfigCheck {
	readonly file: string;
	/** True when the config can be used. */
	readonly isUsable: boolean;
	/** Empty when there are mistakes. */
	readonly servers: readonly Pick<Server, 'name' | 'transport' | 'enabled'>[];
	readonly mistakes: readonly Mistake[];
	/** What is valid and still worth knowing: keys without effect, variables that are not set. By line. */
	readonly notes: readonly Note[];
	/** Why the file could not be read at all, or null. */
	readonly unreadable: {readonly message: string; readonly hint: string | null} | null;
}

/** Checks a config file. Whatever the user can have done wrong is in the value. */
export async function checkConfig(path: string, env: Environment): Promise<ConfigCheck> {
	const nothing = {file: path, isUsable: false, servers: [], mistakes: [], notes: [], unreadable: null};
	try {
		const parsed = await inspectConfig(path, env);
		if ('config' in parsed) return describe(parsed.config, env);
		return {...nothing, file: parsed.mistakes[0]?.file ?? path, mistakes: parsed.mistakes};
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return {...nothing, unreadable: {message: error.message, hint: error.hint ?? null}};
	}
}

function describe(config: Config, env: Environment): ConfigCheck {
	return {
		file: config.shownFile,
		isUsable: true,
		servers: toServers(config, env).map(({name, transport, enabled}) => ({name, transport, enabled})),
		mistakes: [],
		notes: unsetVariables(config, env),
		unreadable: null,
	};
}

/** The check for a person: a line for each mistake, or the count of servers and a line for each note. */
export function formatCheckText({file, isUsable, servers, mistakes, notes, unreadable}: ConfigCheck): string {
	if (unreadable) return lines([unreadable.message, ...(unreadable.hint ? [`  ${unreadable.hint}`] : [])]);
	if (!isUsable) return lines([...mistakes.map(formatMistake), '', counted(mistakes.length, 'mistake')]);
	const noted = notes.map(({line, path, message}) => `${file}:${line}  ${path} ${message}`);
	return lines([`${file} is fine: ${describeServers(servers)}`, ...(noted.length > 0 ? ['', ...noted] : [])]);
}

/** The check for programs, as one JSON document. Fields may be added within a version, never changed. */
export function formatCheckJson({file, isUsable, servers, mistakes, notes, unreadable}: ConfigCheck): string {
	const report = {
		version: 1,
		ok: isUsable,
		file,
		servers,
		mistakes: unreadable
			? [{line: null, column: null, path: '', ...unreadable}]
			: mistakes.map(({line, column, path, message, hint}) => ({line, column, path, message, hint: hint ?? null})),
		notes,
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

/** "3 servers (1 stdio, 2 sse), 1 disabled". */
function describeServers(servers: ConfigCheck['servers']): string {
	const kinds = transports.flatMap(transport => {
		const count = servers.filter(server => server.transport === transport).length;
		return count > 0 ? `${count} ${transport}` : [];
	});
	const disabled = servers.filter(({enabled}) => !enabled).length;
	return `${counted(servers.length, 'server')} (${kinds.join(', ')})${disabled > 0 ? `, ${disabled} disabled` : ''}`;
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`;
