import {UserError} from '../domain/errors.ts';
import {parseMoment} from '../domain/moment.ts';
import {diffBetween} from '../domain/schema-record.ts';
import {createJsonHistory} from '../history/json-history.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {keptMoments, renderDiff, renderNothingKept} from '../report/diff.ts';
import {renderDiffJson} from '../report/diff-json.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {readConfigFleet} from './config-fleet.ts';
import type {Flags} from './flags.ts';
import {isColored} from './fleet-source.ts';

/** `langsight diff SERVER`: what its tools were and what they are. Only reads, so it works beside a running monitor. */
export const diff: Command = async ([name, ...rest], flags, outside) => {
	if (name === undefined || rest.length > 0)
		throw new UserError('Which server?', 'langsight diff SERVER [--from 2d] [--to 2026-04-02T08:15] [--json]');
	const {from, to} = readSpan(flags, systemClock.now());
	const source = await readConfigFleet(flags, outside);
	const {servers} = chooseServers(source.servers, {server: [name], tag: [], filter: undefined});
	const store = createJsonHistory({folder: source.storeFolder, clock: systemClock, isOwner: false});
	try {
		await store.open(servers);
		const record = store.record(name)?.schema ?? null;
		const problem = store.problem.getSnapshot();
		if (problem) outside.stderr.write(`warning: ${problem}\n`);
		if (!record) {
			outside.stdout.write(flags.json ? renderDiffJson({server: name}) : renderNothingKept(name));
			return exitCodes.fine;
		}
		const found = diffBetween(record, from, to);
		if (!found.ok) {
			const hint = `Kept are those first seen on ${keptMoments(record).join(', ')}`;
			throw new UserError(`--${found.missing} ${flags[found.missing]}: the tools of then are no longer kept`, hint);
		}
		const told = {...found, server: name, revertedAt: to === undefined ? (record.revertedAt ?? null) : null};
		const style = {isColored: isColored(flags, outside), isAscii: flags.ascii};
		outside.stdout.write(flags.json ? renderDiffJson(told) : renderDiff(told, style));
		return found.changes.length > 0 ? exitCodes.troubled : exitCodes.fine;
	} finally {
		await store.close();
	}
};

function readSpan(flags: Flags, now: number): {readonly from?: number; readonly to?: number} {
	const [from, to] = (['from', 'to'] as const).map(name => {
		const text = flags[name];
		if (text === undefined) return undefined;
		const at = parseMoment(text, now);
		if (at !== null) return at;
		throw new UserError(`--${name} does not know "${text}"`, 'A time, such as 2026-04-02T08:15, or how long ago: 2d.');
	});
	if (from !== undefined && to !== undefined && from > to) throw new UserError('--from is later than --to');
	return {...(from === undefined ? {} : {from}), ...(to === undefined ? {} : {to})};
}
