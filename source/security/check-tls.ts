import type {SecurityFinding} from '../domain/security-finding.ts';
import type {HttpServer} from '../domain/server.ts';
import {describeExpiry, type TlsFacts} from '../domain/tls-facts.ts';
import type {About, SecurityContext} from './context.ts';
import {credentialsOf} from './credentials.ts';
import {fail, listed, notAssessable, pass} from './finding.ts';
import {reachOf} from './host-kind.ts';

const about: About = {check: 'tls', owasp: 'MCP07:2025', title: 'What is sent cannot be read on the way'};

/** Whether the way to the server is encrypted, and to the right one. */
export function checkTls({server, tls, listing, now}: SecurityContext): SecurityFinding {
	if (server.transport === 'stdio') return notAssessable(about, 'not applicable: stdio uses no network');
	if (!URL.canParse(server.url)) return notAssessable(about, 'its address is none');
	if (new URL(server.url).protocol === 'http:') return judgePlain(server);
	if (server.tls?.insecureSkipVerify)
		return fail(
			about,
			'high',
			'any certificate is taken (tls.insecure_skip_verify)',
			'name the authority under tls.ca_file instead',
		);
	if (tls !== null) return judgeCertificate(tls, now);
	if (listing !== null) return pass(about, 'https, and the certificate was accepted');
	return notAssessable(about, 'no connection has been made yet');
}

function judgePlain(server: HttpServer): SecurityFinding {
	const sent = credentialsOf(server);
	const remedy = 'serve it over https, and write https:// in the address';
	switch (reachOf(server.url)) {
		case 'loopback':
			return pass(about, 'http, to this machine only: nothing leaves it');
		case 'private':
		case 'public':
		case null:
			return sent.length > 0
				? fail(
						about,
						'critical',
						`http: ${listed(sent, words => words)} can be read and used by whoever is on the way`,
						remedy,
					)
				: fail(about, 'high', 'http: whoever is on the way can read and change what tools say and return', remedy);
	}
}

function judgeCertificate({protocol, validFrom, validTo}: TlsFacts, now: number): SecurityFinding {
	if (validTo <= now)
		return fail(about, 'high', `the certificate expired ${describeExpiry(validTo, now)}`, 'renew the certificate');
	if (validFrom > now)
		return fail(about, 'high', 'the certificate is not valid yet', 'check the clocks and the certificate');
	// RFC 8996.
	if (/^(?:SSLv[23]|TLSv1(?:\.1)?)$/.test(protocol))
		return fail(
			about,
			'medium',
			`${protocol} is agreed on, which is deprecated`,
			'let the server offer TLS 1.2 or 1.3',
		);
	return pass(about, `https with ${protocol}, and the certificate is valid`);
}
