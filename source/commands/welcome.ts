import {renderServers, renderTroubles} from '../report/discovery.ts';
import {ask} from './ask.ts';
import {exitCodes, type Outside} from './command.ts';
import {seekConfigFile} from './config-fleet.ts';
import type {Flags} from './flags.ts';
import {describeSurvey, roomOf, writeFound} from './init.ts';
import {lookAround} from './look-around.ts';

/**
 * What a first start does where there is a terminal and no configuration: shows what there is to watch and asks what to do.
 * @returns the flags to go on with, or the exit code where that is all.
 */
export async function welcome(flags: Flags, outside: Outside): Promise<Flags | number> {
	const survey = await lookAround(flags, outside);
	const room = roomOf(outside);
	const {stdout} = outside;
	stdout.write(`There is no configuration yet. ${describeSurvey(survey, room)}`);
	for (const trouble of renderTroubles(survey.files, room)) stdout.write(`  ! ${trouble}\n`);
	if (survey.servers.length > 0) stdout.write(`\n${renderServers(survey.servers, room)}`);
	const choices = survey.servers.length > 0 ? [...withServers, ...always] : always;
	const list = choices.map(({key, says}) => `  ${key}  ${says}\n`).join('');
	stdout.write(`\n${list}`);
	for (;;) {
		const answer = (await ask(outside, `What now? [${choices[0]?.key}] `))?.toLowerCase();
		if (answer === undefined) return outside.signal.aborted ? exitCodes.interrupted : exitCodes.fine;
		const chosen = answer === '' ? choices[0] : choices.find(({key, name}) => answer === key || answer === name);
		if (chosen) return chosen.lead(flags, outside);
	}
}

interface Choice {
	readonly key: string;
	readonly name: string;
	readonly says: string;
	lead(flags: Flags, outside: Outside): Flags | number | Promise<Flags | number>;
}

const withServers: readonly Choice[] = [
	{
		key: 'w',
		name: 'watch',
		says: 'watch them now, without a configuration',
		lead: flags => ({...flags, discover: true}),
	},
	{
		key: 'i',
		name: 'init',
		says: 'write a configuration, then watch',
		async lead(flags, outside) {
			const code = await writeFound([], flags, outside, '');
			if (code !== exitCodes.fine || seekConfigFile(flags, outside) === null) return code;
			// What is to be set would be gone with the screen.
			const answer = await ask(outside, 'Enter opens the screen ');
			return answer === null ? exitCodes.fine : flags;
		},
	},
];

const always: readonly Choice[] = [
	{key: 'd', name: 'demo', says: 'look at a demo fleet', lead: flags => ({...flags, demo: true})},
	{key: 'q', name: 'quit', says: 'quit', lead: () => exitCodes.fine},
];
