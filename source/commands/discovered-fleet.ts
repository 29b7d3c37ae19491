import {join} from 'node:path';
import {parseConfig} from '../config/parse-config.ts';
import {UserError} from '../domain/errors.ts';
import {describeTarget, renderTroubles} from '../report/discovery.ts';
import {canAsk, confirm} from './ask.ts';
import type {Outside} from './command.ts';
import {toFleetSource} from './config-fleet.ts';
import {rememberConsent, stateFolder, withoutConsent} from './consent.ts';
import type {Flags} from './flags.ts';
import type {FleetSource} from './fleet-source.ts';
import {roomOf} from './init.ts';
import {entriesOf, lookAround, type Survey} from './look-around.ts';
import {putInto} from './plan-config.ts';

/** The fleet that the settings of MCP clients describe; no file but the history is written. Asks before the first start of a command. */
export async function readDiscoveredFleet(flags: Flags, outside: Outside): Promise<FleetSource> {
	const survey = await lookAround(flags, outside);
	if (survey.servers.length === 0)
		throw new UserError(
			'No MCP servers were found',
			'Add one with: langsight add NAME --url URL; or see: langsight --demo',
		);
	await demandConsent(survey, flags, outside);
	return toDiscoveredFleet(survey, flags, outside);
}

/** Where the history of that fleet is; asks nobody, as nothing is started for it. */
export async function findDiscoveredStore(flags: Flags, outside: Outside): Promise<string> {
	const {isOfProject} = await lookAround(flags, outside);
	return storeOf(isOfProject, outside);
}

/** Nothing that was found is started, and no variable sent anywhere, until somebody has agreed to it; once for each server. */
async function demandConsent({servers}: Survey, flags: Flags, outside: Outside): Promise<void> {
	const unknown = await withoutConsent(servers, outside);
	if (unknown.length === 0) return;
	if (!flags.yes) {
		if (!canAsk(outside))
			throw new UserError(
				'Nobody has agreed yet to start what was found',
				'langsight --discover --yes agrees; on a terminal you are asked once.',
			);
		outside.stdout.write(
			'Watching them starts a copy of these commands and asks these addresses, as your clients do:\n',
		);
		for (const server of unknown) outside.stdout.write(`  ${describeTarget(server.shown)}\n`);
		if (!(await confirm(outside, 'Start them?'))) throw new UserError('Nothing was started');
	}
	await rememberConsent(unknown, outside);
}

async function toDiscoveredFleet({servers, files, isOfProject}: Survey, flags: Flags, outside: Outside) {
	// As if it had been written here; secrets stay in memory.
	const path = join(outside.cwd, '.langsight.yaml');
	const {text, refused} = putInto({path, text: null}, entriesOf(servers, true).entries);
	const parsed = parseConfig(text, path);
	if ('mistakes' in parsed) throw new UserError('None of the servers that were found can be watched');
	const source = await toFleetSource(parsed.config, path, flags, outside);
	return {
		...source,
		name: 'discovered',
		storeFolder: storeOf(isOfProject, outside),
		security: {...source.security, file: null},
		warnings: [
			...source.warnings,
			...renderTroubles(files, roomOf(outside)),
			...refused.map(({name, why}) => `${name} is left out: ${why}`),
		],
	};
}

function storeOf(isOfProject: boolean, outside: Outside): string {
	const place = isOfProject ? `discovered-${outside.cwd.replaceAll(/[^\w.-]+/g, '-')}` : 'discovered';
	return join(stateFolder(outside), place);
}
