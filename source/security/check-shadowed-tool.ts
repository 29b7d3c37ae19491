import type {SecurityFinding} from '../domain/security-finding.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, listed, notAssessable, pass, shown} from './finding.ts';
import {othersLike, skeleton} from './tool-index.ts';

const about: About = {check: 'shadowed_tool', owasp: 'MCP03:2025', title: 'No tool passes for another one'};

/** Tools of different servers that an agent takes for each other. Equal names are a nuisance, look-alikes an attack. */
export function checkShadowedTool({server, listing, fleetTools}: SecurityContext): SecurityFinding {
	if (listing === null) return notAssessable(about, 'its tools are not known yet');
	const own = listing.tools.map(({name}) => name);
	const found = own.flatMap(name => othersLike(fleetTools, name, server).map(other => ({name, other})));
	const lookAlikes = [...found.filter(({name, other}) => other.name !== name), ...withinOne(own)];
	if (lookAlikes.length > 0)
		return fail(
			about,
			'high',
			listed(lookAlikes, ({name, other}) => `${spell(name)} looks like ${spell(other.name)} of ${shown(other.server)}`),
			'find out which of the two is meant, and remove the other server',
		);
	if (found.length > 0)
		return fail(
			about,
			'low',
			listed(found, ({name, other}) => `${shown(name)} is also a tool of ${shown(other.server)}`),
			'give each server a prefix in the agent, or use only one of them there',
		);
	return pass(about, `none of ${own.length} names is that of another server's tool`);
}

/** Two of its own names that look the same. */
function withinOne(names: readonly string[]) {
	const seen = new Map<string, string>();
	return names.flatMap(name => {
		const key = skeleton(name);
		const first = seen.get(key);
		if (first === undefined) seen.set(key, name);
		return first === undefined || first === name ? [] : [{name, other: {name: first, server: 'itself'}}];
	});
}

/** With the code points of what is not ASCII, for the name alone would not show the difference. */
const spell = (name: string): string =>
	shown(
		[...name.slice(0, 80)]
			.map(letter => (letter > '~' ? `\\u{${letter.codePointAt(0)?.toString(16)}}` : letter))
			.join(''),
		160,
	);
