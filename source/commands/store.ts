import {claimStore} from '../control/ownership.ts';
import {UserError} from '../domain/errors.ts';
import {pruneStore, storeSizes} from '../history/store-sizes.ts';
import {renderPruned, renderStore, renderStoreJson} from '../report/store.ts';
import {type Command, exitCodes} from './command.ts';
import {openSource} from './fleet-source.ts';

/** `langsight store`: what the history takes on disk; `--prune` removes what is of servers that are configured no more. */
export const store: Command = async (args, flags, outside) => {
	if (args.length > 0) throw new UserError(`store takes no "${args[0]}"`, 'langsight store [--prune] [--json]');
	const source = await openSource(flags, outside);
	const folder = source.storeFolder;
	try {
		if (!flags.prune) {
			const sizes = await storeSizes(folder);
			outside.stdout.write(flags.json ? renderStoreJson(folder, sizes) : renderStore(folder, sizes));
			return exitCodes.fine;
		}
		const claim = await claimStore(folder);
		if (!claim.isOwner)
			throw new UserError(
				`${folder} is in use${claim.pid === null ? '' : ` by process ${claim.pid}`}`,
				'Stop that monitor first.',
			);
		try {
			const names = source.servers.map(({name}) => name);
			const removed = await pruneStore(folder, names, {seenBefore: null, isDryRun: false});
			outside.stdout.write(renderPruned(removed.map(({server, totalBytes}) => ({server, bytes: totalBytes}))));
			return exitCodes.fine;
		} finally {
			await claim.release();
		}
	} finally {
		await source.close();
	}
};
