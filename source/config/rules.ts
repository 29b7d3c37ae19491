import {isObject, type JsonObject} from '../domain/json.ts';
import {checkMaintenance} from './check-maintenance.ts';
import {hasBrokenReference, hasReference} from './interpolate.ts';
import type {Finding, Path, Position} from './mistake.ts';
import {hasOpenQuote, splitCommand} from './split-command.ts';
import {describeOpenDoor} from './to-metrics.ts';

type PositionOf = (path: Path) => Position;

/**
 * Finds what no single key shows: names used twice, a server that is neither command nor address, limits the wrong
 * way round. Works on unchecked values, so that it has its say beside the schema's; what has the wrong type is left to that.
 */
export function checkRules(root: unknown, positionOf: PositionOf): Finding[] {
	if (!isObject(root)) return [];
	const servers = listAt(root, 'servers');
	return [
		...checkNames(servers, positionOf),
		...servers.flatMap((server, index) => (isObject(server) ? checkServer(server, ['servers', index]) : [])),
		...['defaults', 'thresholds'].flatMap(key => checkDefaults(root, key)),
		...checkAlerts(root.alerts, namesOf(servers)),
		...checkMetrics(root.metrics),
	];
}

/** A mistake for each later use of a name: the first one is where it may stay. */
function checkNames(servers: readonly unknown[], positionOf: PositionOf): Finding[] {
	const firsts = new Map<string, number>();
	const findings: Finding[] = [];
	for (const [index, server] of servers.entries()) {
		if (!isObject(server) || typeof server.name !== 'string' || server.name === '') continue;
		const name = server.name.normalize();
		const first = firsts.get(name);
		if (first === undefined) {
			firsts.set(name, index);
			continue;
		}
		const {line} = positionOf(['servers', first, 'name']);
		findings.push({
			path: ['servers', index, 'name'],
			message: `is already the name of servers[${first}] on line ${line}`,
		});
	}
	return findings;
}

const childKeys = ['args', 'env', 'cwd', 'probe'];
const addressKeys = ['headers', 'auth', 'tls', 'proxy'];

function checkServer(server: JsonObject, path: Path): Finding[] {
	const {transport} = server;
	const hasCommand = server.command !== undefined;
	const hasUrl = server.url !== undefined;
	const misplaced = (keys: readonly string[], kind: string) =>
		keys.filter(key => server[key] !== undefined).map(key => at(path, key, `is only for servers with a ${kind}`));
	const common = [
		...checkCommand(server.command, [...path, 'command']),
		...checkLimits(server.thresholds, [...path, 'thresholds']),
		...checkAuthorization(server, path),
	];
	if (hasCommand && hasUrl)
		return [...common, at(path, 'url', 'cannot stand beside command: a server has one of them')];
	if (hasUrl) {
		if (transport === 'stdio') common.push(at(path, 'transport', 'cannot be stdio: the server has a url'));
		return [...common, ...misplaced(childKeys, 'command')];
	}
	if (hasCommand) {
		if (transport === 'sse' || transport === 'streamable_http') {
			common.push(at(path, 'transport', `cannot be ${transport}: the server has a command`));
		}
		return [...common, ...misplaced(addressKeys, 'url')];
	}
	if (transport === 'stdio') return [...common, at(path, 'command', 'is missing: a stdio server needs one')];
	if (transport !== undefined) return [...common, at(path, 'url', 'is missing: a server reached over HTTP needs one')];
	return [...common, {path, message: 'needs a command or a url'}];
}

function checkCommand(command: unknown, path: Path): Finding[] {
	if (Array.isArray(command) && command[0] === '') return [{path, message: 'must begin with a program'}];
	if (typeof command !== 'string' || command === '') return [];
	if (hasOpenQuote(command)) return [{path, message: 'has a quote that is not closed'}];
	const words = splitCommand(command);
	if (!words[0]) return [{path, message: 'must begin with a program'}];
	if (hasBrokenReference(command) || !words.some(hasBrokenReference)) return [];
	return [{path, message: 'has spaces inside a variable', hint: `put the \${NAME:-default} in quotes`}];
}

function checkLimits(thresholds: unknown, path: Path): Finding[] {
	if (!isObject(thresholds)) return [];
	const {latency_warning_ms: warning, latency_critical_ms: critical} = thresholds;
	if (typeof warning !== 'number' || typeof critical !== 'number' || warning <= critical) return [];
	return [at(path, 'latency_critical_ms', 'must not be less than latency_warning_ms')];
}

function checkAuthorization({headers, auth}: JsonObject, path: Path): Finding[] {
	if (auth === undefined || !isObject(headers)) return [];
	const isDouble = Object.keys(headers).some(name => name.toLowerCase() === 'authorization');
	return isDouble ? [at(path, 'auth', 'cannot stand beside an Authorization header')] : [];
}

function checkDefaults(root: JsonObject, key: string): Finding[] {
	const group = root[key];
	if (!isObject(group)) return [];
	if (key === 'thresholds') return checkLimits(group, [key]);
	return [...checkLimits(group.thresholds, [key, 'thresholds']), ...checkAuthorization(group, [key])];
}

function checkAlerts(alerts: unknown, names: ReadonlySet<string>): Finding[] {
	if (!isObject(alerts)) return [];
	return listAt(alerts, 'maintenance').flatMap((window, index) =>
		checkMaintenance(window, ['alerts', 'maintenance', index], names),
	);
}

const namesOf = (servers: readonly unknown[]): ReadonlySet<string> =>
	new Set(servers.flatMap(server => (isObject(server) && typeof server.name === 'string' ? [server.name] : [])));

/** An address with a variable in it is judged when the variable is known. */
function checkMetrics(metrics: unknown): Finding[] {
	if (!isObject(metrics) || metrics.enabled === false) return [];
	const {host, token} = metrics;
	if (typeof host !== 'string' || host === '' || hasReference(host)) return [];
	const problem = describeOpenDoor(host, typeof token === 'string' ? token : null);
	return problem ? [at(['metrics'], 'host', problem)] : [];
}

const listAt = (group: JsonObject, key: string): readonly unknown[] => {
	const value = group[key];
	return Array.isArray(value) ? value : [];
};

const at = (path: Path, key: string, message: string): Finding => ({path: [...path, key], message});
