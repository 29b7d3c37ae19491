import type {ServerState} from './fleet.ts';
import {pointsOf} from './grade.ts';
import type {Operator, Query, QueryField} from './query.ts';
import type {Server} from './server.ts';

/** Whether a server is what the query asks for. */
export const matches = (query: Query, state: ServerState): boolean => evaluate(query, state.server, state);

/** The same before anything was checked; only for queries that the configuration decides. */
export const matchesServer = (query: Query, server: Server): boolean => evaluate(query, server, null);

function evaluate(query: Query, server: Server, state: ServerState | null): boolean {
	switch (query.kind) {
		case 'everything':
			return true;
		case 'all':
			return query.of.every(part => evaluate(part, server, state));
		case 'any':
			return query.of.some(part => evaluate(part, server, state));
		case 'not':
			return !evaluate(query.of, server, state);
		case 'word':
			return wordsOf(server).some(text => text.toLowerCase().includes(query.text));
		case 'text':
			return compareTexts(textsOf(query.field, server, state), query.operator, query.value);
		case 'number':
			return compareNumbers(state && numberOf(query.field, state), query.operator, query.value);
	}
}

const wordsOf = (server: Server): readonly string[] => [
	server.name,
	server.transport,
	...server.tags,
	...(server.project ? [server.project] : []),
	...server.usedBy,
];

function textsOf(field: QueryField, server: Server, state: ServerState | null): readonly string[] {
	switch (field) {
		case 'name':
			return [server.name];
		case 'tag':
			return server.tags.flatMap(tag => (tag.includes(':') ? [tag, tag.slice(0, tag.indexOf(':'))] : [tag]));
		case 'transport':
			return [server.transport];
		case 'project':
			return server.project ? [server.project] : [];
		case 'agent':
			return server.usedBy;
		case 'status':
			return state ? [state.health.status] : [];
		case 'category':
			return state?.health.failure ? [state.health.failure.category] : [];
		case 'drift':
			return state?.schema.class ? [state.schema.class] : [];
		default:
			return [];
	}
}

function numberOf(field: QueryField, {lastCheck, stats, listing, scorecard}: ServerState): number | null {
	switch (field) {
		case 'latency':
			return lastCheck?.latencyMs ?? null;
		case 'p50':
			return stats['1h'].p50Ms;
		case 'p95':
			return stats['1h'].p95Ms;
		case 'p99':
			return stats['1h'].p99Ms;
		case 'uptime':
			return stats['24h'].uptime === null ? null : stats['24h'].uptime * 100;
		case 'tools':
			return listing?.tools.length ?? null;
		case 'grade':
			return scorecard?.overall ? pointsOf(scorecard.overall) : null;
		default:
			return null;
	}
}

/** `!=` means that none of them is equal. */
function compareTexts(found: readonly string[], operator: Operator, value: string): boolean {
	const texts = found.map(text => text.toLowerCase());
	switch (operator) {
		case '!=':
			return !texts.includes(value);
		case '~':
			return texts.some(text => text.includes(value));
		default:
			return texts.includes(value);
	}
}

/** What is not known matches no comparison. */
function compareNumbers(found: number | null, operator: Operator, value: number): boolean {
	if (found === null) return false;
	switch (operator) {
		case '=':
		case '~':
			return found === value;
		case '!=':
			return found !== value;
		case '>':
			return found > value;
		case '<':
			return found < value;
		case '>=':
			return found >= value;
		case '<=':
			return found <= value;
	}
}
