import {findOwner} from '../control/find-owner.ts';
import {UserError} from '../domain/errors.ts';
import {parseMoment} from '../domain/moment.ts';
import {shiftOf} from '../domain/shift.ts';
import {createJsonHistory} from '../history/json-history.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {renderHandOver} from '../report/hand-over.ts';
import {renderAlerts, renderShiftJson} from '../report/shift.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {readConfigFleet} from './config-fleet.ts';
import type {Flags} from './flags.ts';

const usage = 'langsight alerts [--since 8h] [--server NAME] [--json|--markdown], or: langsight alerts test [CHANNEL]';

/** `langsight alerts`: what was told since a time. Only reads, so it works beside a running monitor and without one. */
export const alerts: Command = async ([verb, ...rest], flags, outside) => {
	if (verb === 'test') return (await import('./alerts-test.ts')).testAlerts(rest, flags, outside);
	if (verb !== undefined) throw new UserError(`alerts takes no "${verb}"`, usage);
	if (flags.json && flags.markdown) throw new UserError('--json or --markdown, not both', usage);
	const now = systemClock.now();
	const since = readSince(flags, now);
	const source = await readConfigFleet(flags, outside);
	const {servers} = chooseServers(source.servers, {server: flags.server, tag: flags.tag, filter: undefined});
	const store = createJsonHistory({folder: source.storeFolder, clock: systemClock, isOwner: false});
	try {
		const pasts = await store.open(servers);
		const kept = {
			servers,
			incidentsOf: (name: string) => store.record(name)?.incidents ?? [],
			checkedAt: (name: string) => pasts.get(name)?.samples.at(-1)?.at ?? null,
			alerts: store.alerts(),
			silences: store.silences(),
		};
		const shift = shiftOf(kept, since, now);
		const text = flags.json
			? renderShiftJson(shift)
			: flags.markdown
				? renderHandOver(source.name, shift)
				: renderAlerts(shift);
		outside.stdout.write(text);
		const problem = store.problem.getSnapshot();
		if (problem) outside.stderr.write(`warning: ${problem}\n`);
		if (!(await findOwner(source.storeFolder)))
			outside.stderr.write('note: no monitor runs now, so this is how it was when the last one ended\n');
		return exitCodes.fine;
	} finally {
		await store.close();
	}
};

function readSince({since = '24h'}: Pick<Flags, 'since'>, now: number): number {
	const at = parseMoment(since, now);
	if (at === null)
		throw new UserError(`--since does not know "${since}"`, 'How long ago, such as 8h, or a time: 2026-04-02T08:15.');
	if (at > now) throw new UserError('--since is in the future');
	return at;
}
