import {homedir} from 'node:os';
import type {Merged} from '../config/merge-entries.ts';
import {writeConfigFile} from '../config/write-config-file.ts';
import {readChoice} from '../domain/choice.ts';
import {UserError} from '../domain/errors.ts';
import {describeCount, type Room, renderFiles, renderServers, renderTroubles} from '../report/discovery.ts';
import {describeOutcome, describeUnset} from '../report/init.ts';
import {renderInitJson} from '../report/init-json.ts';
import {renderLineChanges} from '../report/line-changes.ts';
import {ask, canAsk} from './ask.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {entriesOf, lookAround, type Survey} from './look-around.ts';
import {neededBy, openDraft, putInto} from './plan-config.ts';

/** `langsight init`: finds the servers that MCP clients have, and puts them into the configuration. */
export const init: Command = async (args, flags, outside) => {
	const code = await writeFound(args, flags, outside, next(flags));
	return code === exitCodes.fine && flags.check && !flags.dryRun ? checkAll(flags, outside) : code;
};

/** @param farewell what is said last where something was written. */
export async function writeFound(
	args: readonly string[],
	flags: Flags,
	outside: Outside,
	farewell: string,
): Promise<number> {
	if (args.length > 0)
		throw new UserError(`init takes no "${args[0]}"`, 'langsight init [--yes] [--dry-run] [--client NAME]');
	const isAsked = !flags.yes && !flags.dryRun;
	if (isAsked && (flags.json || !canAsk(outside)))
		throw new UserError(
			'There is nobody to ask which servers to take',
			'langsight init --yes takes all; --dry-run only shows them.',
		);
	const draft = await openDraft(flags, outside);
	const survey = await lookAround(flags, outside);
	const room = roomOf(outside);
	const say = (text: string) => void (flags.json ? null : outside.stdout.write(text));
	say(describeSurvey(survey, room));
	for (const trouble of renderTroubles(survey.files, room)) outside.stderr.write(`warning: ${trouble}\n`);
	const plan = entriesOf(survey.servers, flags.copySecrets);
	const whole = putInto(draft, plan.entries, headingFor(survey));
	const names = isAsked ? await choose(whole, survey, room, outside) : null;
	if (names === 'given up') return outside.signal.aborted ? exitCodes.interrupted : exitCodes.troubled;
	const chosen = plan.entries.filter(({entry}) => names === null || names.has(entry.name));
	const merged = names === null ? whole : putInto(draft, chosen, headingFor(survey));
	const isNew = merged.text !== draft.text && chosen.length > merged.refused.length;
	if (isNew && !flags.dryRun) await writeConfigFile(draft.path, merged.text, draft.text);
	const needed = neededBy(merged.added, plan.variables, outside);
	for (const {name, why} of merged.refused) outside.stderr.write(`warning: ${name} is left out: ${why}\n`);
	const outcome = {path: draft.path, isFirst: draft.text === null, isNew, isDryRun: flags.dryRun, ...merged};
	if (flags.json) outside.stdout.write(renderInitJson(survey, outcome, needed));
	else {
		if (isNew && (flags.dryRun || draft.text !== null))
			say(`\n${renderLineChanges(draft.text, merged.text, secretsOf(survey))}`);
		say(`${describeOutcome(outcome, room)}${describeUnset(needed)}${isNew && !flags.dryRun ? farewell : ''}`);
	}
	return survey.servers.length > 0 ? exitCodes.fine : exitCodes.troubled;
}

export const roomOf = ({stdout}: Pick<Outside, 'stdout'>): Room => ({
	width: stdout.isTTY ? stdout.columns : null,
	home: homedir(),
});

export function describeSurvey({files, servers}: Survey, room: Room): string {
	if (servers.length === 0)
		return 'No MCP servers were found in the settings of your clients.\nAdd one with: langsight add NAME --url URL, or: langsight add NAME -- COMMAND\n';
	return `MCP servers in the settings of your clients:\n${renderFiles(files, room)}${describeCount(files, servers)}\n`;
}

function headingFor({files}: Survey): readonly string[] {
	const titles = [...new Set(files.filter(({servers}) => servers.length > 0).map(({client}) => client.title))];
	return [
		`The MCP servers that LangSight watches, found by langsight init in the settings of ${titles.join(', ')}.`,
		'.langsight.example.yaml shows every key; langsight config check tells every mistake with its line.',
		// biome-ignore lint/suspicious/noTemplateCurlyInString: it is how a config names a variable
		'Secrets do not belong here: ${NAME} is read from the environment.',
	];
}

/** What is shown to nobody, even where it is copied. */
const secretsOf = ({servers}: Survey): readonly string[] => entriesOf(servers, false).variables.map(({value}) => value);

/** Which of the new servers are wanted; those that are there already stay so. Null is all of them. */
async function choose(
	{added, kept}: Merged,
	{servers}: Survey,
	room: Room,
	outside: Outside,
): Promise<ReadonlySet<string> | 'given up' | null> {
	if (added.length === 0) return null;
	const isThere = new Set(kept.map(({wanted}) => wanted));
	const fresh = servers.filter(({name}) => !isThere.has(name));
	outside.stdout.write(`\n${renderServers(fresh, room, true)}\n`);
	for (;;) {
		const answer = await ask(outside, 'Which ones? [all]  such as 1,3-5, or -2 for all but 2, or none: ');
		if (answer === null) return 'given up';
		const indexes = readChoice(answer, fresh.length);
		if (indexes) return new Set([...isThere, ...indexes.map(index => fresh[index]?.name ?? '')]);
		outside.stdout.write(`Numbers from 1 to ${fresh.length}, please.\n`);
	}
}

const next = ({check, config}: Flags): string =>
	check ? '' : `Next: langsight${config === undefined ? '' : ` --config ${config}`}\n`;

async function checkAll(flags: Flags, outside: Outside): Promise<number> {
	const {checkHealth} = await import('./check-health.ts');
	return checkHealth([], {...flags, once: true, json: false}, outside);
}
