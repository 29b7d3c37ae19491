import type {ServerState} from '../../domain/fleet.ts';
import {formatDuration, formatExactMs, formatLatency, formatPercent, plural} from '../../domain/format.ts';
import type {Incident} from '../../domain/incident.ts';
import {notesOf} from '../../domain/notes.ts';
import {foreign, type Line, span} from '../draw/line.ts';
import {formatMoment} from '../draw/time.ts';
import type {Size} from '../frame/layout.ts';
import type {Look} from '../theme.ts';
import {drawChart} from './chart.ts';
import {createFact, type Fact} from './fact.ts';
import {drawSurroundings} from './surroundings.ts';
import {describeTarget} from './target.ts';

const mostIncidents = 5;

/** Everything about a server at a glance: why it is as it is, where it is, its figures, its troubles, its latency. */
export function drawOverview(state: ServerState, now: number, size: Size, look: Look): readonly Line[] {
	const fact = createFact(size.columns);
	const facts = [
		...drawCause(state, now, fact),
		...drawPlace(state, fact),
		...drawFigures(state, look, fact),
		...drawSurroundings(state, now, look, fact),
	];
	const incidents = drawIncidents(state.incidents, now, look);
	const height = Math.min(10, Math.max(4, size.rows - facts.length - incidents.length - 4));
	return [
		...facts,
		...incidents,
		[],
		[span(' latency', 'accent')],
		...drawChart(state.samples, size.columns, height, look),
	];
}

function drawCause(state: ServerState, now: number, fact: Fact): readonly Line[] {
	const {health} = state;
	const hint = health.failure?.hint;
	return [
		...notesOf(state, now).flatMap((note, index) => fact(index === 0 ? 'notes' : '', note)),
		...(hint ? fact('to do', hint, 'accent') : []),
	];
}

function drawPlace({server, listing}: ServerState, fact: Fact): readonly Line[] {
	const probe = server.transport === 'stdio' ? `, ${probeWords[server.probe]}` : '';
	const told = listing?.serverInfo ? `${listing.serverInfo.name} ${listing.serverInfo.version}` : null;
	return [
		...fact('target', describeTarget(server)),
		...fact('transport', `${server.transport}${probe}`),
		...(told ? fact('says it is', `${told}, protocol ${listing?.protocolVersion ?? 'unknown'}`) : []),
		...(server.usedBy.length > 0 ? fact('used by', server.usedBy.join(', ')) : []),
		...(server.tags.length > 0 ? fact('tags', server.tags.join(' ')) : []),
		...(server.runbookUrl ? fact('runbook', server.runbookUrl) : []),
	];
}

const probeWords = {
	canary: 'a copy of its own is held open',
	on_demand: 'a copy is started for each check',
	off: 'never started from here',
};

function drawFigures(
	{stats, lastCheck, listing, schema, reinitialisations}: ServerState,
	look: Look,
	fact: Fact,
): readonly Line[] {
	const {none, separator} = look.glyphs;
	const ms = (value: number | null) => (value === null ? none : formatLatency(value));
	const share = (value: number | null) => (value === null ? none : formatPercent(value));
	const day = stats['24h'];
	const last = lastCheck?.latencyMs == null ? none : formatExactMs(lastCheck.latencyMs);
	const connect = lastCheck?.connectMs == null ? '' : ` ${separator} connect ${formatLatency(lastCheck.connectMs)}`;
	const errors = Object.entries(day.errors).map(([category, count]) => `${count} ${category}`);
	const calls = `${day.toolCalls.total - day.toolCalls.failed} of ${day.toolCalls.total} fine`;
	const tools = listing ? plural(listing.tools.length, 'tool') : 'tools unknown';
	const sessions =
		reinitialisations > 0 ? ` ${separator} session opened anew ${plural(reinitialisations, 'time')}` : '';
	return [
		...fact(
			'latency',
			[
				`last ${last}`,
				`p50 ${ms(stats['1h'].p50Ms)}`,
				`p95 ${ms(stats['1h'].p95Ms)}`,
				`p99 ${ms(stats['1h'].p99Ms)}`,
			].join(` ${separator} `) + connect,
		),
		...fact('errors 24h', (errors.length > 0 ? errors.join(', ') : 'none') + sessions),
		...fact(
			'uptime',
			[`1h ${share(stats['1h'].uptime)}`, `24h ${share(stats['24h'].uptime)}`, `7d ${share(stats['7d'].uptime)}`].join(
				` ${separator} `,
			),
		),
		...fact('schema', `${tools}, ${schema.state}`),
		...fact('tool calls', day.toolCalls.total === 0 ? 'none in 24 h' : calls),
	];
}

function drawIncidents(incidents: readonly Incident[], now: number, look: Look): readonly Line[] {
	if (incidents.length === 0) return [];
	const lines = incidents.slice(0, mostIncidents).map(incident => {
		const lasted = formatDuration((incident.endedAt ?? now) - incident.startedAt);
		const isOpen = incident.endedAt === null;
		const span1 = span(` ${formatMoment(incident.startedAt, now)} `, 'dim');
		const kind = span(incident.kind.replace('_', ' '), isOpen ? 'bad' : 'plain');
		return [
			span1,
			kind,
			span(` ${isOpen ? 'for' : 'lasted'} ${lasted}`),
			span(` ${look.glyphs.separator} ${foreign(incident.cause)}`, 'dim'),
		];
	});
	return [[], [span(' incidents', 'accent')], ...lines];
}
