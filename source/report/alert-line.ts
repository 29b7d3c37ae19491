import type {Alert} from '../domain/alert.ts';

/** One alert in one line of a log: `2026-04-02T08:15:00.000Z CRITICAL redis-mcp down: timeout (affects cursor)`. */
export function renderAlertLine({at, severity, server, message, affects}: Alert): string {
	const whom = affects.length > 0 ? ` (affects ${affects.join(', ')})` : '';
	return `${new Date(at).toISOString()} ${severity.toUpperCase().padEnd(8)} ${server} ${message}${whom}\n`;
}
