import {type ChildProcess, spawn} from 'node:child_process';
import {closeSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {askStatus} from '../control/ask-owner.ts';
import {openLog, readLogEnd} from '../control/daemon-log.ts';
import {findOwner} from '../control/find-owner.ts';
import {pidFilePath} from '../control/pid-file.ts';
import {UserError} from '../domain/errors.ts';
import {plural} from '../domain/format.ts';
import {plainText} from '../domain/plain-text.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {chooseServers} from './choose-servers.ts';
import {exitCodes, type Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {type FleetSource, openSource} from './fleet-source.ts';
import {describeRunning} from './running.ts';

const longestStartMs = 60_000;
const lookEveryMs = 50;
const shownLines = 20;

/** `langsight monitor --daemon`: a monitor that outlives this terminal. Says so once it watches, or why it does not. */
export async function startDaemon(flags: Flags, outside: Outside): Promise<number> {
	if (flags.demo) throw new UserError('The demo is no daemon', 'langsight --demo shows it.');
	const source = await openSource(flags, outside);
	const {servers} = chooseServers(source.servers, flags);
	const store = source.storeFolder;
	if (await findOwner(store)) throw await describeRunning(store, outside);
	const log = await openLog(store).catch(error => {
		throw new UserError(`The log in ${store} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
	});
	const child = spawn(process.execPath, [...process.execArgv, program, ...daemonArguments(flags, source)], {
		cwd: outside.cwd,
		// Its own session: what happens to this terminal is not its business.
		detached: true,
		stdio: ['ignore', log.fd, log.fd],
	});
	closeSync(log.fd);
	const failure = await untilWatching(child, store, outside);
	if (failure === null) {
		child.unref();
		outside.stdout.write(startLines(source, servers.length, child.pid ?? 0, log.path));
		return exitCodes.fine;
	}
	child.kill('SIGTERM');
	if (outside.signal.aborted) return exitCodes.interrupted;
	const said = readLogEnd(log.path, log.size, shownLines).map(line => `  ${plainText(line)}`);
	outside.stderr.write([`LangSight monitor did not start: ${failure.why}`, ...said, ''].join('\n'));
	return failure.code;
}

const program = fileURLToPath(new URL('cli.js', import.meta.url));

/** The same again, without a screen, by the file that was found from here. */
export const daemonArguments = (flags: Flags, {security: {file}}: FleetSource): readonly string[] => [
	'monitor',
	'--headless',
	// Who started it has agreed to the commands that were found.
	...(flags.discover ? ['--discover', '--yes'] : []),
	...flags.client.flatMap(name => ['--client', name]),
	...(flags.otlp ? ['--otlp'] : []),
	...(file === null ? [] : ['--config', file]),
	...(flags.json ? ['--json'] : []),
	...(flags.interval === undefined ? [] : ['--interval', String(flags.interval)]),
	...flags.server.flatMap(name => ['--server', name]),
	...flags.tag.flatMap(tag => ['--tag', tag]),
	...(flags.filter === undefined ? [] : ['--filter', flags.filter]),
];

interface Failure {
	readonly why: string;
	readonly code: number;
}

/** Waits until the process says of itself that it watches; else why it does not. */
async function untilWatching(child: ChildProcess, store: string, outside: Outside): Promise<Failure | null> {
	let failure: Failure | null = null;
	child.on('error', error => {
		failure = {why: error.message, code: exitCodes.troubled};
	});
	child.on('exit', (code, signal) => {
		failure ??= {why: `it ended with ${signal ?? `exit code ${code}`}`, code: code || exitCodes.troubled};
	});
	const until = systemClock.ticks() + longestStartMs;
	while (failure === null && systemClock.ticks() < until && !outside.signal.aborted) {
		const status = await askStatus(store, {clock: systemClock, version: outside.version});
		if (status !== null && 'pid' in status && status.pid === child.pid) return null;
		await new Promise<void>(resolve => systemClock.after(lookEveryMs, resolve));
	}
	return failure ?? {why: `it does not watch after ${longestStartMs / 1000} seconds`, code: exitCodes.troubled};
}

function startLines(source: FleetSource, servers: number, pid: number, log: string): string {
	const seconds = source.intervalMs / 1000;
	return [
		'LangSight monitor started',
		`  Checking ${plural(servers, 'server')} every ${seconds === 1 ? 'second' : `${seconds} seconds`}`,
		`  Alert channels: ${wordChannels(source)}`,
		'  Schema snapshots: enabled',
		`  History: ${source.storeFolder}`,
		`  PID file: ${pidFilePath(source.storeFolder)} (${pid})`,
		`  Log file: ${log}`,
		'  langsight status tells how it is, langsight reload reads the configuration again, langsight stop ends it',
		'',
	].join('\n');
}

/** "slack on-call, stdout (the log file)" */
function wordChannels({channels}: FleetSource): string {
	const told = channels
		.filter(({isEnabled}) => isEnabled)
		.map(({type, name, problem}) => {
			const words = name === type ? type : `${type} ${plainText(name, 60)}`;
			return problem !== null ? `${words} (not configured)` : type === 'stdout' ? `${words} (the log file)` : words;
		});
	return told.length > 0 ? told.join(', ') : 'none';
}
