import {resolve} from 'node:path';
import {writeConfigFile} from '../config/write-config-file.ts';
import type {FoundTarget} from '../discover/found.ts';
import {hasRelativePath} from '../discover/relative-paths.ts';
import {UserError} from '../domain/errors.ts';
import {describeAddition, describeAnswer, describeRefusal} from '../report/addition.ts';
import {describeTarget} from '../report/discovery.ts';
import {describeUnset} from '../report/init.ts';
import {canAsk, confirm} from './ask.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {roomOf} from './init.ts';
import {entriesOf} from './look-around.ts';
import {type Draft, neededBy, openDraft, putInto} from './plan-config.ts';
import {tryServer} from './try-server.ts';

const usage =
	"langsight add NAME --url URL [--header 'NAME: VALUE'], or: langsight add NAME [--env NAME=VALUE] -- COMMAND ARGUMENT…";

/** `langsight add NAME`: tries a server, and puts it into the configuration if it answers. */
export const add: Command = async ([name, ...words], flags, outside) => {
	if (name === undefined) throw new UserError('What is the server to be called?', usage);
	const draft = await openDraft(flags, outside);
	const target = readTarget(words, flags, outside);
	const plan = (found: FoundTarget) => {
		const server = {name, target: found, usedBy: [], notes: []};
		const {entries, variables} = entriesOf([server], flags.copySecrets);
		const [entry] = entries.map(({entry: one, remarks}) => ({
			entry: {...one, ...(flags.tag.length > 0 && {tags: flags.tag})},
			remarks,
		}));
		const shown = entriesOf([server], false).entries[0]!.entry;
		return {entry: entry!, clear: entriesOf([server], true).entries[0]!, shown, variables};
	};
	const first = plan(target);
	demandNew(draft, name, putInto(draft, [first.entry]));
	outside.stderr.write(`trying ${describeTarget(first.shown)}\n`);
	const tried = await tryServer(draft, first.clear, flags, outside);
	if (outside.signal.aborted) return exitCodes.interrupted;
	const {result} = tried;
	if (result.ok) outside.stdout.write(describeAnswer(name, tried.transport, result));
	else {
		outside.stderr.write(describeRefusal(name, result.failure));
		const isWanted = flags.force || (canAsk(outside) && (await confirm(outside, 'Add it all the same?')));
		if (!isWanted) {
			outside.stderr.write('Nothing was written; --force adds it all the same.\n');
			return exitCodes.troubled;
		}
	}
	const settled = plan(
		target.transport === 'stdio' || tried.transport === 'stdio' ? target : {...target, transport: tried.transport},
	);
	const merged = putInto(draft, [settled.entry], heading);
	await writeConfigFile(draft.path, merged.text, draft.text);
	const needed = neededBy(merged.added, settled.variables, outside);
	outside.stdout.write(`${describeAddition(name, draft.path, roomOf(outside))}${describeUnset(needed)}`);
	return exitCodes.fine;
};

const heading = [
	'The MCP servers that LangSight watches.',
	'.langsight.example.yaml shows every key; langsight config check tells every mistake with its line.',
];

function demandNew({path}: Draft, name: string, {added, kept, refused}: ReturnType<typeof putInto>): void {
	const [bad] = refused;
	if (bad) throw new UserError(`This server cannot be configured: ${bad.why}`, usage);
	const [there] = kept;
	if (there) throw new UserError(`${path} has this server already, as ${there.name}`);
	if (added[0]?.entry.name === name) return;
	throw new UserError(`${path} has a server ${name} already, and it is another one`, 'Choose another name.');
}

function readTarget(words: readonly string[], flags: Flags, outside: Outside): FoundTarget {
	const {url, transport, header, env} = flags;
	if ((url === undefined) === (words.length === 0))
		throw new UserError('A server has either an address or a command', usage);
	if (url !== undefined) {
		if (env.length > 0) throw new UserError('--env is for servers that are started', usage);
		if (transport !== undefined && transport !== 'sse' && transport !== 'streamable_http')
			throw new UserError(`--transport does not know "${transport}"`, 'streamable_http or sse; a command needs none.');
		const headers = readPairs(header, /^([^:=\s]+):\s*(.*)$/s, "--header wants 'NAME: VALUE'");
		return {transport: transport ?? 'streamable_http', isCertain: transport !== undefined, url, headers};
	}
	if (header.length > 0) throw new UserError('--header is for servers with an address', usage);
	if (transport !== undefined && transport !== 'stdio')
		throw new UserError(`A command is spoken to over stdio, not ${transport}`, usage);
	const [command = '', ...args] = words;
	const cwd = hasRelativePath(words) ? resolve(outside.cwd) : null;
	return {
		transport: 'stdio',
		command,
		args,
		env: readPairs(env, /^([^=\s]+)=(.*)$/s, '--env wants NAME=VALUE'),
		hiddenEnv: [],
		cwd,
	};
}

const readPairs = (texts: readonly string[], form: RegExp, words: string): Readonly<Record<string, string>> =>
	Object.fromEntries(
		texts.map(text => {
			const [, name, value] = form.exec(text) ?? [];
			if (name === undefined || value === undefined) throw new UserError(words, usage);
			return [name, value];
		}),
	);
