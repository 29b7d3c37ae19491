import {formatDuration, plural} from '../domain/format.ts';
import {statuses} from '../domain/health.ts';
import {formatDate} from '../domain/local-time.ts';
import type {MonitorStatus} from '../domain/upkeep.ts';

/** The monitor that runs, and what is wrong, for people. */
export function renderStatus(status: MonitorStatus, now: number): string {
	const {pid, version, startedAt, screens, counts, issues, warnings, pause} = status;
	const kind = status.isHeadless ? 'monitor' : 'screen';
	const facts: readonly (readonly [string, string | null])[] = [
		['running', `process ${pid} (${kind}), LangSight ${version}`],
		['since', `${formatDate(startedAt)}, for ${formatDuration(now - startedAt)}`],
		['config', status.config],
		['history', status.store],
		['log', status.log],
		['screens', screens > 0 ? `${screens} attached` : null],
		['servers', `${counts.total}, every ${formatDuration(status.intervalMs)}: ${wordCounts(counts)}`],
		['paused', pause && `until ${formatDate(pause.until)}, by ${pause.by}`],
	];
	const lines = facts.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(9)}${value}`]));
	const wrong = issues.map(
		({severity, server, status: is, message}) =>
			`  ${severity.toUpperCase().padEnd(9)} ${server} ${is.toUpperCase()} — ${message}`,
	);
	return [
		...lines,
		...(wrong.length > 0 ? ['', `${plural(wrong.length, 'issue')}:`, ...wrong] : []),
		...(warnings.length > 0 ? ['', ...warnings.map(warning => `warning: ${warning}`)] : []),
		'',
	].join('\n');
}

/** The same for programs; null where none runs. */
export function renderStatusJson(status: MonitorStatus | null, store: string): string {
	const report = status
		? {
				version: 1,
				running: true,
				pid: status.pid,
				program_version: status.version,
				started_at: toTime(status.startedAt),
				headless: status.isHeadless,
				screens: status.screens,
				config: status.config,
				store: status.store,
				log: status.log,
				interval_seconds: status.intervalMs / 1000,
				summary: status.counts,
				issues: status.issues,
				warnings: status.warnings,
				pause: status.pause && {until: toTime(status.pause.until), by: status.pause.by},
			}
		: {version: 1, running: false, store};
	return `${JSON.stringify(report, null, 2)}\n`;
}

export const renderNotRunning = (store: string): string => `no monitor runs with its history in ${store}\n`;

/** "7 up, 1 degraded, 1 down" */
function wordCounts(counts: MonitorStatus['counts']): string {
	const words = [...statuses, 'disabled' as const].flatMap(status =>
		counts[status] > 0 ? [`${counts[status]} ${status}`] : [],
	);
	return words.length > 0 ? words.join(', ') : 'none';
}

const toTime = (at: number): string => new Date(at).toISOString();
