import {hidden, hideInArguments, hideInText, namesSecret, plainAddress} from './hide-secrets.ts';
import type {ClientCredentials, HttpServer, Server, StdioServer, TlsOptions} from './server.ts';
import type {ToolCheck} from './tool-check.ts';

/**
 * The server as other processes and people may see it: what can be secret is gone or hidden, the rest is as it was.
 * Names of variables and headers stay. Doing it twice is doing it once. Fields are named one by one, so that a new one
 * stays at home until somebody has decided about it.
 */
export function shareable(server: Server): Server {
	const known = knownSecrets(server);
	const clean = (text: string): string => known.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
	return server.transport === 'stdio' ? shareStdio(server, clean) : shareHttp(server, clean);
}

/** Where a server is, in one line without what may be secret: no environment, headers, credentials or query. */
export function describeTarget(server: Server): string {
	const shared = shareable(server);
	if (shared.transport === 'stdio') return [shared.command, ...shared.args].join(' ');
	return shared.url || 'not a valid URL';
}

type Clean = (text: string) => string;

const shareStdio = (server: StdioServer, clean: Clean): StdioServer => ({
	...shareBase(server, clean),
	transport: server.transport,
	command: hideInText(clean(server.command)),
	args: hideInArguments(server.args.map(clean)),
	env: hideValues(server.env),
	cwd: server.cwd === null ? null : hideInText(clean(server.cwd)),
	probe: server.probe,
});

const shareHttp = (server: HttpServer, clean: Clean): HttpServer => ({
	...shareBase(server, clean),
	transport: server.transport,
	url: clean(plainAddress(server.url) ?? ''),
	headers: hideValues(server.headers),
	...(server.tls !== undefined && {tls: server.tls && shareTls(server.tls)}),
	...(server.proxy !== undefined && {proxy: shareAddress(server.proxy, clean)}),
	...(server.oauth !== undefined && {oauth: server.oauth && shareCredentials(server.oauth, clean)}),
});

const shareBase = (server: Server, clean: Clean) => ({
	name: server.name,
	tags: server.tags,
	project: server.project,
	usedBy: server.usedBy,
	runbookUrl: server.runbookUrl === null ? null : clean(shareRunbook(server.runbookUrl)),
	enabled: server.enabled,
	intervalMs: server.intervalMs,
	timeoutMs: server.timeoutMs,
	startupTimeoutMs: server.startupTimeoutMs,
	limits: server.limits,
	misconfigured: server.misconfigured === null ? null : hideInText(clean(server.misconfigured)),
	...(server.checks && {checks: server.checks.map(shareCheck)}),
});

const shareTls = (tls: TlsOptions): TlsOptions => ({
	caFile: tls.caFile && hidden,
	certFile: tls.certFile && hidden,
	keyFile: tls.keyFile && hidden,
	serverName: tls.serverName,
	insecureSkipVerify: tls.insecureSkipVerify,
});

const shareCredentials = (oauth: ClientCredentials, clean: Clean): ClientCredentials => ({
	tokenUrl: shareAddress(oauth.tokenUrl, clean) ?? hidden,
	clientId: hidden,
	clientSecret: hidden,
	scope: oauth.scope,
	audience: oauth.audience && hidden,
	resource: shareAddress(oauth.resource, clean),
	proxy: shareAddress(oauth.proxy, clean),
});

const shareCheck = ({tool, expect, timeoutMs, everyMs}: ToolCheck): ToolCheck => ({
	tool,
	arguments: {},
	expect: {
		isError: expect.isError,
		contains: expect.contains === null ? null : hidden,
		matches: expect.matches === null ? null : hidden,
	},
	timeoutMs,
	everyMs,
});

const shareAddress = (address: string | null, clean: Clean): string | null =>
	address === null ? null : clean(plainAddress(address) ?? hidden);

/** People open it, so its query stays but for what a name in it says is secret. */
function shareRunbook(address: string): string {
	if (!URL.canParse(address)) return hidden;
	const url = new URL(address);
	url.username = '';
	url.password = '';
	for (const name of [...url.searchParams.keys()]) if (namesSecret(name)) url.searchParams.set(name, hidden);
	return url.href === new URL(address).href ? address : url.href;
}

// From entries, because assigning a key named __proto__ would set the prototype.
const hideValues = (values: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.keys(values).map(name => [name, hidden]));

const shortestSecret = 6;

/** Values that are secret for where they stand, longest first: people put the same one into arguments and paths. */
function knownSecrets(server: Server): readonly string[] {
	const values = server.transport === 'stdio' ? secretsOfEnvironment(server.env) : secretsOfHttp(server);
	const spelt = values.flatMap(value => [value, encodeURIComponent(value.replace(/\p{Cs}/gu, ''))]);
	return [...new Set(spelt)].filter(value => value.length >= shortestSecret).sort((a, b) => b.length - a.length);
}

const secretsOfEnvironment = (env: Readonly<Record<string, string>>): readonly string[] =>
	Object.entries(env)
		.filter(([name, value]) => namesSecret(name) || /key|pass/i.test(name) || hideInText(value) !== value)
		.map(([, value]) => value);

function secretsOfHttp({url, headers, oauth, proxy}: HttpServer): readonly string[] {
	const addresses = [url, proxy, oauth?.tokenUrl, oauth?.proxy].flatMap(address => secretsOfAddress(address ?? ''));
	// Of `Bearer abc` the token alone is the secret.
	const sent = Object.entries(headers)
		.filter(([name, value]) => namesSecret(name) || /key|pass/i.test(name) || hideInText(value) !== value)
		.flatMap(([, value]) => [value, value.split(/\s+/).at(-1) ?? value]);
	return [...addresses, ...sent, ...(oauth ? [oauth.clientSecret] : [])];
}

function secretsOfAddress(address: string): readonly string[] {
	if (!URL.canParse(address)) return [];
	const {password, searchParams} = new URL(address);
	const asked = [...searchParams].filter(([name, value]) => namesSecret(name) || hideInText(value) !== value);
	return [decode(password), ...asked.map(([, value]) => value)];
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
