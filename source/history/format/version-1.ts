import * as z from 'zod';
import {moveOn} from '../../domain/availability.ts';
import {addLatency, emptyHistogram} from '../../domain/latency-histogram.ts';
import type {Sample} from '../../domain/probe-result.ts';
import {type Cursor, type RollUp, rollUpOutages} from '../../domain/roll-up.ts';
import {type Span, spanMs} from '../../domain/span.ts';
import {BrokenFile} from './broken.ts';
import {migrate} from './codec.ts';
import {type Incidents, incidentsCodec, type Schema, schemaCodec, type Tail, tailCodec} from './files.ts';
import {count, instant} from './instant.ts';
import {schemaRecord} from './schema-shape.ts';
import {category, health, incident} from './shapes.ts';

/** What the first version kept of a server in one file. The tail holds all spans. */
export interface WholeServer {
	readonly tail: Tail;
	readonly incidents: Incidents;
	readonly schema: Schema | null;
}

/** Reads a server's one file of the first version; throws as a codec does. */
export function decodeWholeServer(content: unknown): WholeServer {
	const {tail, incidents, schema} = migrate(content, {1: toParts}) as Parts;
	return {
		tail: tailCodec.decode(tail),
		incidents: incidentsCodec.decode(incidents),
		schema: schema === null ? null : schemaCodec.decode(schema),
	};
}

/** The content of the files of the second version. */
interface Parts {
	readonly version: 2;
	readonly tail: unknown;
	readonly incidents: unknown;
	readonly schema: unknown;
}

const sample = z
	.tuple([instant, z.number().nonnegative().nullable(), category.nullable(), z.literal([0, 1])])
	.transform(([at, latencyMs, category, counted]): Sample => ({at, latencyMs, category, counted: counted === 1}));

const hour = z.object({
	start: instant,
	checks: count,
	availableMs: z.number().nonnegative(),
	unavailableMs: z.number().nonnegative(),
	errors: z.partialRecord(category, count),
	calls: count,
	failedCalls: count,
});

const wholeServer = z.object({
	server: z.string(),
	target: z.string(),
	kept: z.object({health, schema: schemaRecord.nullable(), incidents: z.array(incident)}).nullable(),
	samples: z.array(sample),
	hours: z.array(hour),
});

/** Longer gaps between checks were not counted as watched, at the usual interval. */
const longestGapMs = 6 * 60_000;

function toParts(content: unknown): Parts {
	const parsed = wholeServer.safeParse(content);
	if (!parsed.success) throw new BrokenFile('not of the expected shape');
	const {server, target, kept, samples, hours} = parsed.data;
	const {spans, cursor} = toRollUp(samples, hours, kept?.incidents ?? []);
	return {
		version: 2,
		tail: tailCodec.encode({
			server,
			target,
			retargetedAt: null,
			seenAt: samples.at(-1)?.at ?? 0,
			health: kept?.health ?? null,
			samples,
			failures: samples.filter(one => one.category !== null).slice(-20),
			cursor,
			spans,
			hoursFrom: spans.find(({size}) => size === 'hour')?.start ?? null,
		}),
		incidents: incidentsCodec.encode({server, incidents: kept?.incidents ?? []}),
		schema: kept?.schema ? schemaCodec.encode({server, target, schema: kept.schema}) : null,
	};
}

/** Latencies were kept for the last hour only, and outages in the list of incidents. */
function toRollUp(
	samples: readonly Sample[],
	hours: readonly z.infer<typeof hour>[],
	incidents: Incidents['incidents'],
): RollUp {
	const wasGood = hours.some(({availableMs}) => availableMs > 0);
	const cursor = samples.reduce<Cursor | null>((before, one) => moveOn(before, one, longestGapMs, wasGood), null);
	const spans = hours.map((one): Span => {
		const latencies = samples.flatMap(({at, latencyMs, counted}) =>
			counted && latencyMs !== null && at >= one.start && at < one.start + spanMs.hour ? [latencyMs] : [],
		);
		return {
			...one,
			size: 'hour',
			unknownMs: 0,
			outages: 0,
			repairs: 0,
			repairMs: 0,
			latencies: latencies.reduce(addLatency, emptyHistogram),
		};
	});
	return rollUpOutages({spans, cursor}, [], incidents);
}
