import {failsOn} from '../domain/fail-on.ts';
import type {Fleet} from '../domain/fleet.ts';
import {matches} from '../domain/match.ts';
import {checkOnce} from '../monitor/check-once.ts';
import {comparisonNotes, renderComparison} from '../report/comparison.ts';
import {renderJson} from '../report/json.ts';
import {renderScorecard} from '../report/scorecard.ts';
import {renderLine, renderTable, type TableStyle} from '../report/table.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {isColored} from './fleet-source.ts';
import {gradeStates, needsGrades} from './grade-states.ts';
import {openFleet} from './open-fleet.ts';
import {showProgress} from './progress.ts';
import {readBaseline} from './read-baseline.ts';
import {readFailOn, readGroupBy, readRetries} from './read-flags.ts';
import {readJunitPath, reportToCi} from './report-to-ci.ts';

/** `langsight --once`, `langsight mcp-health`: every server once, a report, an exit code. */
export const checkHealth: Command = async (_args, flags, outside) => {
	const conditions = readFailOn(flags.failOn);
	const retries = readRetries(flags.retries);
	const groupBy = readGroupBy(flags.groupBy);
	const junitPath = await readJunitPath(flags, outside);
	const opened = await openFleet(flags, outside);
	try {
		const {servers, filter} = chooseServers(opened.servers, flags);
		const baseline = await readBaseline(flags, outside, opened.parts.hash);
		const progress = showProgress(outside.stderr);
		const once = await checkOnce(servers, {
			...opened.parts,
			retries,
			expected: baseline?.lock ?? null,
			signal: outside.signal,
			progress: progress.update,
		});
		progress.end();
		if (outside.signal.aborted) return exitCodes.interrupted;
		const graded = needsGrades(flags) ? await gradeStates(once.states, opened.parts) : once.states;
		const states = graded.filter(state => matches(filter, state));
		const now = opened.parts.clock.now();
		const fleet: Fleet = {...opened.about, servers: states, alerts: [], silences: [], pause: null, attachedTo: null};
		const style: TableStyle = {
			isColored: isColored(flags, outside),
			isAscii: flags.ascii,
			width: outside.stdout.isTTY ? outside.stdout.columns : null,
			groupBy,
		};
		const [only] = states;
		const isLine = flags.server.length === 1 && states.length === 1 && only !== undefined;
		const text = flags.json
			? renderJson(fleet, states, now)
			: flags.scorecard
				? renderScorecard(states, style)
				: isLine
					? renderLine(only, now, style)
					: renderTable(states, now, style);
		const comparison = baseline && !flags.json ? renderComparison(states, baseline.file, style) : '';
		outside.stdout.write(`${text}${comparison}`);
		for (const warning of opened.warnings()) outside.stderr.write(`warning: ${warning}\n`);
		const names = opened.servers.map(({name}) => name);
		const notes = baseline ? comparisonNotes(states, baseline.lock, names, baseline.file) : [];
		for (const note of notes) outside.stderr.write(`note: ${note}\n`);
		await once.close();
		await reportToCi(fleet, conditions, now, junitPath, outside);
		return failsOn(conditions, states) ? exitCodes.troubled : exitCodes.fine;
	} finally {
		await opened.close();
	}
};
