import {namesSecret} from '../domain/hide-secrets.ts';
import type {WrittenText} from '../domain/written-text.ts';

/** How the credentials of well-known services begin, and how long they are at least. Longer beginnings come first. */
const wellKnown: readonly (readonly [prefix: string, whose: string, shortest: number])[] = [
	['github_pat_', 'a GitHub token', 30],
	['ghp_', 'a GitHub token', 30],
	['gho_', 'a GitHub token', 30],
	['ghu_', 'a GitHub token', 30],
	['ghs_', 'a GitHub token', 30],
	['ghr_', 'a GitHub token', 30],
	['glpat-', 'a GitLab token', 20],
	['xoxb-', 'a Slack token', 20],
	['xoxp-', 'a Slack token', 20],
	['xoxa-', 'a Slack token', 20],
	['xapp-', 'a Slack token', 20],
	['sk-ant-', 'an Anthropic key', 30],
	['sk-proj-', 'an OpenAI key', 30],
	['sk-', 'an API key', 24],
	['sk_live_', 'a Stripe key', 20],
	['rk_live_', 'a Stripe key', 20],
	['AKIA', 'an AWS key id', 20],
	['ASIA', 'an AWS key id', 20],
	['AIza', 'a Google key', 35],
	['ya29.', 'a Google token', 30],
	['npg_', 'a Neon password', 12],
	['npm_', 'an npm token', 30],
	['hf_', 'a Hugging Face token', 25],
	['ntn_', 'a Notion token', 30],
	['lin_api_', 'a Linear key', 30],
	['pypi-', 'a PyPI token', 40],
	['dop_v1_', 'a DigitalOcean token', 40],
	['SG.', 'a SendGrid key', 40],
	['eyJ', 'a JSON web token', 40],
	['-----BEGIN ', 'a private key', 60],
];

/** A secret in a configuration, described without it: `ghp_…(40 characters) in env GITHUB_TOKEN`. */
export interface FoundSecret {
	readonly place: string;
	readonly description: string;
}

/** The secrets among written texts. What variables put in is not among them, so it is not found. */
export const findSecrets = (texts: readonly WrittenText[]): readonly FoundSecret[] =>
	texts.flatMap(written => {
		const found = describeSecret(written);
		return found === null ? [] : [{place: written.place, description: `${found} in ${written.place}`}];
	});

function describeSecret({name, text}: WrittenText): string | null {
	const value = text
		.slice(0, longestText)
		.replace(/^(?:bearer|basic|token)\s+/i, '')
		.trim();
	const word = value.match(/[^\s"'=:,;&?]+/g)?.find(one => prefixOf(one) !== null);
	const found = prefixOf(value) ?? (word === undefined ? null : prefixOf(word));
	if (found !== null) return redact(found, prefixOf(value) === null && word !== undefined ? word : value);
	return describeAddress(value) ?? (name !== null && isSecretValue(name, value) ? redact('', value) : null);
}

const longestText = 32_768;

const prefixOf = (value: string): string | null =>
	wellKnown.find(
		([prefix, , shortest]) => value.startsWith(prefix) && value.length >= shortest && !isPlaceholder(value),
	)?.[0] ?? null;

/** Never more of it than its well-known beginning. */
const redact = (prefix: string, value: string): string => `${prefix}…(${value.length} characters)`;

/** A password or a secret parameter within an address. */
function describeAddress(value: string): string | null {
	const address = /[a-z][a-z\d+.-]{0,30}:\/\/\S{1,8000}/i.exec(value)?.[0];
	if (address === undefined || !URL.canParse(address)) return null;
	const {password, searchParams} = new URL(address);
	if (password !== '' && !isPlaceholder(password)) return `a password${redact('', password)} within an address`;
	const secret = [...searchParams].find(([name, given]) => isSecretValue(name, given) || prefixOf(given) !== null);
	if (!secret) return null;
	return `${redact(prefixOf(secret[1]) ?? '', secret[1])} as a parameter of an address`;
}

/** Names that speak of a secret and hold something else: where it is, of what kind, how long it lives. */
const namesSomethingElse =
	/(?:file|path|dir|url|uri|endpoint|host|type|mode|method|scheme|name|user|id|ttl|expiry|expires|timeout|issuer|enabled|required|scopes?|audience|header|prefix|length|limit|count|max|min)$/i;

const shortestSecret = 6;

function isSecretValue(name: string, value: string): boolean {
	if (!namesSecret(name) && !/(?:^|[_-])(?:key|pass|pat)$/i.test(name)) return false;
	if (namesSomethingElse.test(name) || value.length < shortestSecret || isPlaceholder(value)) return false;
	if (/^(?:true|false|none|null|yes|no|\d{1,9})$/i.test(value)) return false;
	// A path or an address says where the secret is.
	return !/^(?:~?\/|\.{1,2}\/|[A-Za-z]:\\|[a-z][a-z\d+.-]*:\/\/)/.test(value) && !/\s\S+\s/.test(value);
}

/** What people write where a secret is to go. */
const isPlaceholder = (value: string): boolean =>
	/^<.*>$|^\[.*\]$|^\{.*\}$|^\$|^%.*%$|your[-_ ]|[-_]here$|change[-_ ]?me|replace[-_ ]?me|placeholder|example|^(?:x{4,}|\*+|\.{3,}|-+)|x{8,}|^(?:dummy|redacted|todo|secret|password|token|none|insert)\b/i.test(
		value,
	);
