import {namesSecret} from '../domain/hide-secrets.ts';
import type {HttpServer} from '../domain/server.ts';

/** What is sent to prove who asks, such as "header Authorization"; empty where nothing is. Holds no value. */
export function credentialsOf({headers, oauth, tls, url}: HttpServer): readonly string[] {
	const sent = Object.entries(headers)
		.filter(
			([name, value]) =>
				value.replace(/^(?:bearer|basic)\s*/i, '') !== '' && (namesSecret(name) || /key|pass/i.test(name)),
		)
		.map(([name]) => `header ${name}`);
	const asked = URL.canParse(url) ? [...new URL(url).searchParams.keys()].filter(namesSecret) : [];
	return [
		...sent,
		...(oauth ? ['an OAuth access token'] : []),
		...(tls?.certFile ? ['a client certificate'] : []),
		...asked.map(() => 'a parameter of the address'),
	];
}
