import type {FindingSeverity, SecurityFinding} from '../domain/security-finding.ts';
import {compareSeverity} from '../domain/security-finding.ts';
import {type Advisory, advisoriesFor, fixOf, isAffected, type PackageVersion, severityOf} from './advisory.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, listed, notAssessable, pass, shown} from './finding.ts';
import {type Identity, identify} from './package-identity.ts';

const about: About = {check: 'known_advisory', owasp: 'MCP04:2025', title: 'No known vulnerability of its package'};

const dayMs = 86_400_000;
/** From here on the list says too little about what it does not name. */
const listIsOldAfterDays = 60;

interface Hit {
	readonly id: string;
	readonly severity: FindingSeverity;
	readonly words: string;
	readonly fix: string | null;
}

/** Whether its package is known to be vulnerable or malicious: by the list that ships with us, and by OSV if asked. */
export function checkKnownAdvisory(context: SecurityContext): SecurityFinding {
	const {server, osv, advisories, now} = context;
	if (server.transport !== 'stdio')
		return notAssessable(about, 'not applicable: what a remote server runs is not in its address');
	const identity = identify(server);
	const known = knownPackages(context, identity);
	const hits = [...known.flatMap(one => listedHits(context, one)), ...onlineHits(context, known)];
	if (hits.length > 0) return failFor(hits);
	const total = advisories.advisories.length;
	const list = `list of ${advisories.listedOn}`;
	if (known.length === 0) return notAssessable(about, describeUnknown(context, identity));
	const [main = {name: '', version: ''}] = known;
	const names = `${shown(main.name)} ${shown(main.version)}`;
	const online = osv?.ok === true ? ', and none that OSV knows' : '';
	const isOld = now - Date.parse(advisories.listedOn) > listIsOldAfterDays * dayMs;
	if (isOld && online === '')
		return notAssessable(
			about,
			`the ${list} is older than ${listIsOldAfterDays} days${osv?.ok === false ? `; ${osv.reason}` : ''}`,
		);
	const unanswered = osv?.ok === false ? `; ${osv.reason}` : '';
	return pass(about, `${names}: none of ${total} known advisories (${list})${online}${unanswered}`);
}

/** The server's own package first, then libraries that were found with it. */
function knownPackages({packages}: SecurityContext, identity: Identity): readonly PackageVersion[] {
	const own =
		identity.kind === 'package' && identity.version !== null
			? {ecosystem: identity.ecosystem, name: identity.name, version: identity.version}
			: (packages?.server ?? null);
	return own === null ? [] : [own, ...(packages?.libraries ?? [])];
}

const listedHits = ({advisories}: SecurityContext, known: PackageVersion): readonly Hit[] =>
	advisoriesFor(advisories, known)
		.filter(one => one.database_specific.transport !== 'http' && isAffected(one, known))
		.map(one => ({id: one.id, severity: severityOf(one), words: wordsFor(one, known), fix: fixOf(one)}));

/** What OSV has beyond the list. */
function onlineHits({osv, advisories}: SecurityContext, known: readonly PackageVersion[]): readonly Hit[] {
	if (osv?.ok !== true) return [];
	const names = new Set(advisories.advisories.flatMap(({id, aliases}) => [id, ...aliases]));
	return osv.found
		.filter(({of}) =>
			known.some(one => one.name === of.name && one.version === of.version && one.ecosystem === of.ecosystem),
		)
		.filter(({id, aliases}) => ![id, ...aliases].some(one => names.has(one)))
		.map(({id, summary, severity, of}) => ({
			id,
			severity,
			words: `${shown(of.name)} ${shown(of.version)} has ${shown(id)}${summary === null ? '' : `: ${shown(summary, 160)}`}`,
			fix: null,
		}));
}

const wordsFor = ({id, aliases, summary}: Advisory, {name, version}: PackageVersion): string =>
	`${shown(name)} ${shown(version)} has ${[id, ...aliases].join(', ')}: ${summary}`;

function failFor(hits: readonly Hit[]): SecurityFinding {
	const sorted = [...hits].sort((a, b) => compareSeverity(a.severity, b.severity));
	const [worst] = sorted as [Hit];
	const remedy = worst.id.startsWith('MAL-')
		? 'remove it and replace every secret it could read: the package is malicious'
		: worst.fix === null
			? 'see the advisory for what to do'
			: `update to ${worst.fix} or later`;
	return fail(
		about,
		worst.severity,
		listed(sorted, ({words}) => words, 2),
		remedy,
	);
}

function describeUnknown({advisories}: SecurityContext, identity: Identity): string {
	if (identity.kind === 'image') return 'what is in a container image is not looked at';
	if (identity.kind !== 'package') return `${shown(identity.path)} is no package of a registry`;
	if (identity.pin === 'remote' || identity.pin === 'exact')
		return `${shown(identity.spec)} is no version of a registry`;
	const about = advisoriesFor(advisories, identity).map(({id}) => id);
	const some = about.length > 0 ? `; older versions have ${listed(about, id => id)}` : '';
	return `which version of ${shown(identity.name)} runs is not known: it is not pinned, and none was found installed${some}`;
}
