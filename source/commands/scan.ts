import {scanExit} from '../domain/security-finding.ts';
import {checkOnce} from '../monitor/check-once.ts';
import {renderScan} from '../report/scan.ts';
import {renderScanJson} from '../report/scan-json.ts';
import {shippedAdvisories} from '../security/advisories.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {isColored} from './fleet-source.ts';
import {openFleet} from './open-fleet.ts';
import {showProgress} from './progress.ts';
import {readSeverity} from './read-flags.ts';
import {securityReports} from './security-reports.ts';

/** `langsight scan`: what is insecure about the servers, as far as a look from here can tell. */
export const scan: Command = async (_args, flags, outside) => {
	const failOn = readSeverity(flags.failOn);
	const opened = await openFleet(flags, outside);
	try {
		const {servers} = chooseServers(opened.servers, flags);
		const progress = showProgress(outside.stderr);
		const once = await checkOnce(servers, {
			...opened.parts,
			retries: 0,
			signal: outside.signal,
			progress: progress.update,
		});
		const reports = await securityReports(opened.source, once.states, opened.parts.lookUpTls, outside.signal);
		progress.end();
		if (outside.signal.aborted) return exitCodes.interrupted;
		const {listedOn, advisories} = shippedAdvisories;
		const facts = {now: opened.parts.clock.now(), listedOn, advisories: advisories.length};
		const style = {isColored: isColored(flags, outside), isVerbose: flags.verbose};
		outside.stdout.write(flags.json ? renderScanJson(reports, facts) : renderScan(reports, style));
		for (const warning of opened.warnings()) outside.stderr.write(`warning: ${warning}\n`);
		await once.close();
		return scanExit(reports, failOn) === 0 ? exitCodes.fine : exitCodes.troubled;
	} finally {
		await opened.close();
	}
};
