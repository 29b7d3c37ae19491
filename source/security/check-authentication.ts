import type {SecurityFinding} from '../domain/security-finding.ts';
import type {About, SecurityContext} from './context.ts';
import {credentialsOf} from './credentials.ts';
import {fail, listed, notAssessable, pass, shown} from './finding.ts';
import {reachOf} from './host-kind.ts';

const about: About = {check: 'authentication', owasp: 'MCP07:2025', title: 'It wants to know who asks'};

const remedy = 'let the server require a token (OAuth 2.1 or a bearer token), and configure it under auth';

/** Whether the server answers anyone. What it does for others is judged by what it did for us: nothing is tried. */
export function checkAuthentication({server, listing, failure}: SecurityContext): SecurityFinding {
	if (server.transport === 'stdio')
		return notAssessable(about, 'not applicable: a stdio server talks only to the process that started it');
	const sent = credentialsOf(server);
	if (sent.length > 0)
		return pass(about, `${shown(listed(sent, words => words))} is sent; whether it would answer without was not tried`);
	if (failure === 'auth_required') return pass(about, 'it refuses those who send no credentials');
	if (listing === null) return notAssessable(about, 'it has not answered yet');
	const count = listing.tools.length;
	const shows = `listed ${count} ${count === 1 ? 'tool' : 'tools'} without credentials`;
	switch (reachOf(server.url)) {
		case 'loopback':
			return fail(
				about,
				'low',
				`${shows}; it is on this machine, where every program and, unless it checks the Origin, every open web page reaches it`,
				'let it listen on a Unix socket or require a token, and let it check Host and Origin',
			);
		case 'private':
			return fail(about, 'medium', `${shows} to whoever is in its network`, remedy);
		case 'public':
			return fail(about, 'high', `${shows} to whoever knows the address`, remedy);
		case null:
			return notAssessable(about, 'its address is none');
	}
}
