import type {ServerState} from '../../../domain/fleet.ts';
import {formatDuration, plural} from '../../../domain/format.ts';
import {daysLeft, describeExpiry} from '../../../domain/tls-facts.ts';
import type {DrawContext} from '../../charts/draw-context.ts';
import {type Line, span} from '../../draw/line.ts';
import {createFact, type Fact} from '../fact.ts';
import {describeTarget} from '../target.ts';

const warnedDays = 21;
const criticalDays = 7;

/** Where a server is, how it is watched, and what it says it is. */
export function drawPlace(state: ServerState, context: DrawContext): readonly Line[] {
	const fact = createFact(context.columns);
	const {server, listing, agentProcesses, reinitialisations} = state;
	const told = listing?.serverInfo ? `${listing.serverInfo.name} ${listing.serverInfo.version}` : null;
	const protocol = listing ? (listing.protocolVersion ?? 'unknown') : null;
	return [
		[span(' connection', 'accent')],
		...fact('target', describeTarget(server)),
		...fact('transport', server.transport),
		...(server.transport === 'stdio' ? fact('probe', probeWords[server.probe]) : []),
		...fact('checked', `every ${formatDuration(server.intervalMs)}`),
		...(told ? fact('says it is', told) : []),
		...(protocol ? fact('protocol', protocol) : []),
		...drawCertificate(state, context, fact),
		...(reinitialisations > 0
			? fact('sessions', `lost and opened anew ${plural(reinitialisations, 'time')} since the start`)
			: []),
		...(server.project ? fact('project', server.project) : []),
		...(server.tags.length > 0 ? fact('tags', server.tags.join(' ')) : []),
		...(server.usedBy.length > 0 ? fact('used by', server.usedBy.join(', ')) : []),
		...(agentProcesses.length > 0
			? fact('agents run', `${plural(agentProcesses.length, 'copy', 'copies')} of their own`)
			: []),
	];
}

const probeWords = {
	canary: "canary copy: one of our own is held open, beside the agents' copies",
	on_demand: 'a copy of our own is started for each check',
	off: "never started from here: only the agents' copies are watched",
};

function drawCertificate({tls}: ServerState, {look, now}: DrawContext, fact: Fact): readonly Line[] {
	if (!tls) return [];
	const days = daysLeft(tls, now);
	const left = tls.validTo <= now ? `expired ${describeExpiry(tls.validTo, now)}` : `${plural(days, 'day')} left`;
	const tone = days < criticalDays ? 'bad' : days < warnedDays ? 'warning' : 'plain';
	return fact('certificate', [left, tls.protocol, `by ${tls.issuer}`].join(` ${look.glyphs.separator} `), tone);
}
