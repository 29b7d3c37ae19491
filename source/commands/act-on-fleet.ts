import {userInfo} from 'node:os';
import {sendAction} from '../control/ask-owner.ts';
import {claimStore} from '../control/ownership.ts';
import type {Action, ActionResult} from '../domain/action.ts';
import {startMonitor} from '../monitor/monitor.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {chooseServers} from './choose-servers.ts';
import {exitCodes, type Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {createParts} from './fleet-parts.ts';
import {aboutSource, openSource} from './fleet-source.ts';

/**
 * Does what was asked for: in the monitor that runs, else in the store, by a monitor that checks nothing. Prints what
 * came of it and gives the exit code.
 * @param names of servers that must be configured
 */
export async function actOnFleet(
	action: Action,
	names: readonly string[],
	flags: Flags,
	outside: Outside,
): Promise<number> {
	const source = await openSource(flags, outside);
	try {
		chooseServers(source.servers, {server: names, tag: [], filter: undefined});
		const caller = {clock: systemClock, version: outside.version};
		const result = (await sendAction(source.storeFolder, action, caller)) ?? (await actHere());
		(result.ok ? outside.stdout : outside.stderr).write(`${result.message}\n`);
		return result.ok ? exitCodes.fine : exitCodes.troubled;
	} finally {
		await source.close();
	}

	async function actHere(): Promise<ActionResult> {
		const claim = await claimStore(source.storeFolder);
		if (!claim.isOwner) return {ok: false, message: `the history in ${source.storeFolder} cannot be written`};
		const parts = createParts(source, true, outside);
		const about = aboutSource(source, source.warnings);
		const monitor = await startMonitor(source.servers, {...parts, about, isIdle: true});
		try {
			return await monitor.act(action);
		} finally {
			await monitor.stop();
			await claim.release();
		}
	}
}

/** Who does it, as their team knows them. */
export function whoAmI({env}: Pick<Outside, 'env'>): string {
	if (env.USER) return env.USER;
	try {
		return userInfo().username;
	} catch {
		return 'someone';
	}
}
