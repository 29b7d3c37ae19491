import {hideInArguments} from '../domain/hide-secrets.ts';
import type {RemarkedEntry, ServerEntry} from '../domain/server-entry.ts';
import {textsOfWords} from '../domain/written-text.ts';
import {hideInAddress} from './hide-in-address.ts';
import {isReference} from './is-reference.ts';
import {isPath, isPlainValue} from './plain-value.ts';
import type {Secrecy} from './secret-variables.ts';
import type {KnownServer} from './unify.ts';
import {variableName} from './variables.ts';

/** What of a known server goes into a configuration; secrets are left out of it and stand as variables. */
export function toEntry(
	server: Pick<KnownServer, 'name' | 'target' | 'usedBy' | 'notes'>,
	secrecy: Secrecy,
): RemarkedEntry {
	const {name, target, usedBy, notes} = server;
	const common = {name, transport: target.transport};
	const hide = (preferred: string, text: string) => secrecy.variables?.hide(preferred, text, name) ?? text;
	const rest = usedBy.length > 0 ? {used_by: usedBy} : {};
	if (target.transport === 'stdio') {
		const {command, args, env, cwd, hiddenEnv} = target;
		const entry: ServerEntry = {
			...common,
			command: [command, ...hideArguments([command, ...args], name, secrecy).slice(1)],
			...(Object.keys(env).length > 0 && {
				env: mapValues(env, (variable, value) =>
					isReference(value) || (!hiddenEnv.includes(variable) && isPlainValue(variable, value, secrecy.looksSecret))
						? value
						: hide(isVariable(variable) ? variable : variableName(variable), value),
				),
			}),
			...(cwd !== null && {cwd}),
			...rest,
		};
		return {entry, remarks: notes};
	}
	const {auth, url} = hideInAddress(target.url, name, secrecy);
	const headers = mapValues(target.headers, (header, value) => hideInHeader(header, value, name, secrecy));
	const entry: ServerEntry = {
		...common,
		url,
		...(Object.keys(headers).length > 0 && {headers}),
		// A header of its own goes before what stands in the address.
		...(auth && !Object.keys(headers).some(header => /^authorization$/i.test(header)) && {auth}),
		...rest,
	};
	return {entry, remarks: notes};
}

const isVariable = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);

function hideArguments(words: readonly string[], server: string, {looksSecret, variables}: Secrecy): readonly string[] {
	if (variables === null) return words;
	const hidden = hideInArguments(words);
	return textsOfWords(words).map((written, at) => {
		const word = words[at] ?? '';
		const isSecret = looksSecret(written) || (hidden[at] !== word && !isPath(written.text));
		if (!isSecret || isReference(written.text)) return word;
		const start = word.endsWith(written.text) ? word.slice(0, word.length - written.text.length) : '';
		// In `Authorization: Bearer abc` only the last word is secret.
		const [, before = ''] =
			/^([\w-]+:\s*(?:(?:bearer|basic|token)\s+)?)/i.exec(written.text.includes('://') ? '' : written.text) ?? [];
		const value = written.text.slice(before.length);
		if (isReference(value)) return word;
		const option = written.name?.replace(/^-+/, '');
		const isVariableName = option !== undefined && /^[A-Z_][A-Z_\d]*$/.test(option);
		const what = before === '' ? (option ?? 'secret') : 'token';
		const preferred = isVariableName && before === '' ? option : variableName(`${server} ${what}`);
		return `${start}${before}${variables.hide(preferred, value, server)}`;
	});
}

/** Headers that say what is talked, not who talks. */
const openHeaders = /^(?:accept|accept-.*|content-type|user-agent|x-request-source|mcp-protocol-version)$/i;

function hideInHeader(header: string, value: string, server: string, {looksSecret, variables}: Secrecy): string {
	if (
		variables === null ||
		isReference(value) ||
		(openHeaders.test(header) && !looksSecret({place: header, name: header, text: value}))
	)
		return value;
	if (isPlainValue(header, value, looksSecret) && !/^cookie$/i.test(header)) return value;
	const [, scheme = ''] = /^((?:bearer|basic|token)\s+)/i.exec(value) ?? [];
	const what = /^authorization$/i.test(header) ? 'token' : header;
	return `${scheme}${variables.hide(variableName(`${server} ${what}`), value.slice(scheme.length), server)}`;
}

const mapValues = (
	values: Readonly<Record<string, string>>,
	map: (name: string, value: string) => string,
): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(name, value)]));
