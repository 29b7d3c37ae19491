import {categories} from './categories.ts';
import {grades} from './grade.ts';
import {statuses} from './health.ts';
import {changeClasses} from './schema-diff.ts';
import {transports} from './server.ts';

/** What can be asked about, with the kind of value each has. One table: help and README are made from it. */
export const queryFields = {
	name: {kind: 'text', isFixed: true, means: "the server's name"},
	tag: {kind: 'text', isFixed: true, means: 'a tag, or the key of a key:value tag'},
	transport: {kind: 'text', isFixed: true, means: 'stdio, sse or streamable_http', values: transports},
	project: {kind: 'text', isFixed: true, means: 'the project'},
	agent: {kind: 'text', isFixed: true, means: 'an agent that uses the server'},
	status: {kind: 'text', isFixed: false, means: 'up, degraded, down, stale or unknown', values: statuses},
	category: {kind: 'text', isFixed: false, means: 'the failure, such as timeout', values: Object.keys(categories)},
	drift: {
		kind: 'text',
		isFixed: false,
		means: 'breaking, suspicious, warning or compatible',
		values: changeClasses,
	},
	latency: {kind: 'number', isFixed: false, means: 'the last latency, ms'},
	p50: {kind: 'number', isFixed: false, means: 'median latency of the last hour, ms'},
	p95: {kind: 'number', isFixed: false, means: '95th percentile of the last hour, ms'},
	p99: {kind: 'number', isFixed: false, means: '99th percentile of the last hour, ms'},
	uptime: {kind: 'number', isFixed: false, means: 'availability of the last 24 h, percent'},
	tools: {kind: 'number', isFixed: false, means: 'number of tools'},
	grade: {kind: 'grade', isFixed: false, means: 'overall grade: A, B, C, D or F, the lowest', values: grades},
} as const satisfies Record<string, FieldFacts>;

/** How a field is compared. */
export interface FieldFacts {
	readonly kind: 'text' | 'number' | 'grade';
	/** Known from the configuration alone, before any check. */
	readonly isFixed: boolean;
	readonly means: string;
	readonly values?: readonly string[];
}

export type QueryField = keyof typeof queryFields;

export const isField = (name: string): name is QueryField => Object.hasOwn(queryFields, name);
