import {homedir} from 'node:os';
import {join} from 'node:path';
import type {KnownServer} from '../discover/unify.ts';
import {durableFile} from '../history/durable-file.ts';
import type {Outside} from './command.ts';
import {hash} from './look-around.ts';

/** Where this program keeps what is not of one configuration. */
export const stateFolder = ({env}: Pick<Outside, 'env'>): string =>
	join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'langsight');

/** What a person has allowed once is known by its content: another argument is another command. */
interface Consent {
	readonly version: 1;
	readonly contents: readonly string[];
}

const most = 5000;

const consentFile = (outside: Outside) =>
	durableFile<Consent>(join(stateFolder(outside), 'consent.json'), {
		encode: consent => consent,
		decode(value) {
			const contents = typeof value === 'object' && value !== null && 'contents' in value ? value.contents : [];
			const texts = Array.isArray(contents) ? contents.filter(one => typeof one === 'string') : [];
			return {version: 1, contents: texts.slice(-most)};
		},
	});

/** The whole content, to the letter: what makes no difference between servers may well make one to who starts them. */
const contentOf = ({target}: KnownServer): string => hash(JSON.stringify(target));

/** Servers that nobody has agreed yet to start, or to send anything to. */
export async function withoutConsent<T extends KnownServer>(
	servers: readonly T[],
	outside: Outside,
): Promise<readonly T[]> {
	// What cannot be read was never agreed to.
	const consent = await consentFile(outside)
		.read()
		.catch(() => null);
	const known = new Set(consent?.contents);
	return servers.filter(server => !known.has(contentOf(server)));
}

/** Remembers that these may be watched. Where that cannot be written, it is asked again. */
export async function rememberConsent(servers: readonly KnownServer[], outside: Outside): Promise<void> {
	const file = consentFile(outside);
	const before = await file.read().catch(() => null);
	const contents = [...new Set([...(before?.contents ?? []), ...servers.map(contentOf)])];
	await file.write({version: 1, contents: contents.slice(-most)}).catch(() => {});
}
