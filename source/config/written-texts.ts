import {textsOfNamed, textsOfWords, type WrittenText} from '../domain/written-text.ts';
import {interpolate} from './interpolate.ts';
import type {Config} from './parse-config.ts';
import type {ServerData} from './schema.ts';
import {splitCommand} from './split-command.ts';

/**
 * The texts of each server as they stand in the file, in its order: variables are left out, their defaults stay,
 * for those were written down. What a server takes over from `defaults` is among them. May hold secrets.
 */
export const writtenTexts = ({data: {servers, defaults}}: Config): readonly (readonly WrittenText[])[] =>
	servers.map(own => textsOf(own, defaults).map(written => ({...written, text: withoutVariables(written.text)})));

function textsOf(own: ServerData, defaults: Config['data']['defaults']): readonly WrittenText[] {
	if (own.url === undefined) return textsOfStdio(own, defaults.env);
	const auth = own.auth ?? defaults.auth;
	const from = own.auth === undefined ? 'defaults.auth' : 'auth';
	const proxy = own.proxy ?? defaults.proxy;
	return [
		{place: 'url', name: null, text: own.url},
		...textsOfNamed('header', own.headers ?? {}),
		...textsOfNamed('defaults.headers', withoutKeys(defaults.headers, own.headers)),
		...(auth === undefined ? [] : textsOfAuth(auth, from)),
		...(proxy === undefined ? [] : [{place: 'proxy', name: null, text: proxy}]),
	];
}

function textsOfStdio({command = [], args = [], env = {}}: ServerData, shared: Record<string, string> | undefined) {
	const words = typeof command === 'string' ? splitCommand(command) : command;
	return [
		...textsOfWords([...words, ...args]),
		...textsOfNamed('env', env),
		...textsOfNamed('defaults.env', withoutKeys(shared, env)),
	];
}

function textsOfAuth(auth: NonNullable<ServerData['auth']>, from: string): readonly WrittenText[] {
	switch (auth.type) {
		case 'bearer':
			return [{place: `${from}.token`, name: 'auth_token', text: auth.token}];
		case 'basic':
			return [{place: `${from}.password`, name: 'password', text: auth.password}];
		case 'oauth_client_credentials':
			return [{place: `${from}.client_secret`, name: 'client_secret', text: auth.client_secret}];
	}
}

const withoutKeys = (values: Record<string, string> = {}, own: Record<string, string> = {}): Record<string, string> =>
	Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(own, name)));

const withoutVariables = (text: string): string => interpolate(text, {}, new Set());
