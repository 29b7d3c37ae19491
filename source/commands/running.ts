import {askStatus} from '../control/ask-owner.ts';
import {findOwner} from '../control/find-owner.ts';
import {UserError} from '../domain/errors.ts';
import {formatDate} from '../domain/local-time.ts';
import {systemClock} from '../monitor/system-clock.ts';
import type {Outside} from './command.ts';

/** The error of one who comes second: who watches already, and since when. */
export async function describeRunning(store: string, {version}: Pick<Outside, 'version'>): Promise<UserError> {
	const status = await askStatus(store, {clock: systemClock, version});
	const isTold = status !== null && !('refused' in status);
	const pid = isTold ? status.pid : ((await findOwner(store))?.pid ?? null);
	const since = isTold ? `, since ${formatDate(status.startedAt)}` : '';
	return new UserError(
		`This fleet is watched already, by process ${pid ?? 'unknown'}${since}`,
		'langsight shows it, langsight status tells how it is, langsight stop ends it.',
	);
}
