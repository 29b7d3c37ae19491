import type {Channel} from '../domain/channel.ts';
import {hidden, hideInText} from '../domain/hide-secrets.ts';
import {plainText} from '../domain/plain-text.ts';

/** A text of the other side, one line, without what is secret about the channel, for some repeat it. */
export function concealIn(channel: Channel, text: string): string {
	const known = secretsOf(channel).filter(secret => secret.length >= shortestSecret);
	const clean = known.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
	return hideInText(plainText(clean, longestReason));
}

const shortestSecret = 6;
const longestReason = 200;

/** Longest first. */
function secretsOf(channel: Channel): readonly string[] {
	const own = ownSecrets(channel);
	return [...own].sort((a, b) => b.length - a.length);
}

function ownSecrets(channel: Channel): readonly string[] {
	switch (channel.type) {
		case 'stdout':
		case 'exec':
			return [];
		case 'slack':
			return inAddress(channel.url);
		case 'webhook':
			return [
				...inAddress(channel.url),
				...Object.values(channel.headers).flatMap(value => [value, ...value.split(/\s+/)]),
				...(channel.secret === null ? [] : [channel.secret]),
			];
		case 'pagerduty':
			return [...inAddress(channel.url), channel.routingKey];
		case 'opsgenie':
			return [channel.token];
		case 'alertmanager':
			return [...inAddress(channel.url), ...(channel.token === null ? [] : [channel.token])];
	}
}

/** Of an address everything behind the host can be the secret. */
function inAddress(address: string): readonly string[] {
	if (!URL.canParse(address)) return [address];
	const {pathname, search, username, password} = new URL(address);
	return [address, pathname, search, username, password, ...pathname.split('/').filter(part => part.length >= 8)];
}
