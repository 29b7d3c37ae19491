import {parseDuration} from '../domain/duration.ts';
import {UserError} from '../domain/errors.ts';
import {createCalendar} from '../domain/maintenance.ts';
import {createJsonHistory} from '../history/json-history.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {renderSilences, renderSilencesJson} from '../report/silences.ts';
import {actOnFleet, whoAmI} from './act-on-fleet.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {openSource} from './fleet-source.ts';

const usage =
	"langsight silence QUERY --for 2h [--reason TEXT], or --list, or --end ID; such as: silence 'tag:db' --for 2h";

/** `langsight silence QUERY --for TIME`: no alerts of these servers for a while. */
export const silence: Command = async ([query, ...rest], flags, outside) => {
	const by = whoAmI(outside);
	if (flags.list) return list(flags, outside);
	if (flags.end !== undefined) return actOnFleet({do: 'endSilence', id: flags.end, by}, [], flags, outside);
	if (query === undefined || rest.length > 0) throw new UserError('Which servers? One query, in quotes.', usage);
	if (flags.for === undefined) throw new UserError('For how long?', usage);
	const durationMs = parseDuration(flags.for);
	if (durationMs === null)
		throw new UserError(`--for does not know "${flags.for}"`, 'A number and a unit: 30m, 2h, 1d.');
	const until = systemClock.now() + durationMs;
	return actOnFleet({do: 'silence', query, until, by, reason: flags.reason ?? null}, [], flags, outside);
};

async function list(flags: Flags, outside: Outside): Promise<number> {
	const source = await openSource(flags, outside);
	const history = createJsonHistory({
		folder: source.storeFolder,
		clock: systemClock,
		isOwner: false,
	});
	try {
		await history.open([]);
		const now = systemClock.now();
		const maintenance = createCalendar(source.alerting.maintenance).active(now);
		const held = [...history.silences().filter(({until}) => until > now), ...maintenance];
		outside.stdout.write(flags.json ? renderSilencesJson(held) : renderSilences(held, now));
		return exitCodes.fine;
	} finally {
		await history.close();
		await source.close();
	}
}
