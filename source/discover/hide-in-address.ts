import {literal, type ServerEntry} from '../domain/server-entry.ts';
import {isReference} from './is-reference.ts';
import {isPlainValue} from './plain-value.ts';
import type {Secrecy} from './secret-variables.ts';
import {variableName} from './variables.ts';

/** A user's name and password go where a configuration has them; keys among the parameters and the parts stay out. */
export function hideInAddress(url: string, server: string, secrecy: Secrecy): Pick<ServerEntry, 'auth' | 'url'> {
	const [, scheme, userInfo, plain] = /^(https?:\/\/)([^/?#@\s]*)@(.*)$/is.exec(url) ?? [];
	if (scheme === undefined || userInfo === undefined || plain === undefined)
		return {url: hideParts(url, server, secrecy)};
	const [user = '', ...password] = userInfo.split(':');
	const text = decode(password.join(':'));
	const hide = (secret: string): string =>
		secrecy.variables?.hide(variableName(`${server} password`), secret, server) ?? secret;
	const isKey = text === '' && !isPlainValue('', decode(user), secrecy.looksSecret);
	return {
		url: hideParts(`${scheme}${plain}`, server, secrecy),
		auth: {
			type: 'basic',
			username: isKey ? hide(decode(user)) : decode(user) || 'none',
			// Some servers take a key as the user and no password; a configuration wants one.
			password: text === '' ? 'none' : hide(text),
		},
	};
}

function hideParts(url: string, server: string, {looksSecret, variables}: Secrecy): string {
	if (variables === null) return url;
	const [, path = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
	const parts = path
		.split('/')
		.map((part, at) =>
			at < 3 || isReference(part) || isPlainValue('', part, looksSecret)
				? part
				: variables.hide(variableName(`${server} url key`), part, server),
		);
	const asked = query.replaceAll(/([?&])([^=&]*)=([^&]*)/g, (all, sign: string, key: string, value: string) =>
		isReference(value) || isPlainValue(key, decode(value), looksSecret)
			? all
			: `${sign}${key}=${variables.hide(variableName(`${server} ${key}`), value, server)}`,
	);
	return `${parts.join('/')}${asked}${hash}`;
}

function decode(text: string): string {
	try {
		return literal(decodeURIComponent(text.replaceAll('$${', '${')));
	} catch {
		return text;
	}
}
