import {homedir} from 'node:os';
import {join} from 'node:path';
import type {KnownServer} from '../discover/unify.ts';
import {durableFile} from '../history/durable-file.ts';
import type {Outside} from './command.ts';

/** Where this program keeps what is not of one configuration. */
export const stateFolder = ({env}: Pick<Outside, 'env'>): string =>
	join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'langsight');

/** What a person has allowed to be started once is known by its content: another argument is another command. */
interface Consent {
	readonly version: 1;
	readonly identities: readonly string[];
}

const most = 5000;

const consentFile = (outside: Outside) =>
	durableFile<Consent>(join(stateFolder(outside), 'consent.json'), {
		encode: consent => consent,
		decode(value) {
			const identities = typeof value === 'object' && value !== null && 'identities' in value ? value.identities : [];
			const texts = Array.isArray(identities) ? identities.filter(one => typeof one === 'string') : [];
			return {version: 1, identities: texts.slice(-most)};
		},
	});

/** Servers whose commands nobody has agreed to start yet. */
export async function withoutConsent(
	servers: readonly KnownServer[],
	outside: Outside,
): Promise<readonly KnownServer[]> {
	// What cannot be read was never agreed to.
	const consent = await consentFile(outside)
		.read()
		.catch(() => null);
	const known = new Set(consent?.identities);
	return servers.filter(({target, identity}) => target.transport === 'stdio' && !known.has(identity));
}

/** Remembers that these may be started. Where that cannot be written, it is asked again. */
export async function rememberConsent(servers: readonly KnownServer[], outside: Outside): Promise<void> {
	const file = consentFile(outside);
	const before = await file.read().catch(() => null);
	const identities = [...new Set([...(before?.identities ?? []), ...servers.map(({identity}) => identity)])];
	await file.write({version: 1, identities: identities.slice(-most)}).catch(() => {});
}
