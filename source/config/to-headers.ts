import type {ServerData} from './schema.ts';

type Headers = Readonly<Record<string, string>>;

/** The headers of every request: later groups win, whatever the case of a name, and credentials become a header. */
export function toHeaders(groups: readonly (Headers | undefined)[], auth: ServerData['auth']): Record<string, string> {
	const merged = new Map<string, [name: string, value: string]>();
	const credentials = auth && toAuthorization(auth);
	for (const group of [...groups, credentials ? {Authorization: credentials} : undefined]) {
		for (const [name, value] of Object.entries(group ?? {})) merged.set(name.toLowerCase(), [name, value]);
	}
	if (credentials === null) merged.delete('authorization');
	return Object.fromEntries(merged.values());
}

/** RFC 6750 and RFC 7617; null for credentials that have to be fetched first. */
function toAuthorization(auth: NonNullable<ServerData['auth']>): string | null {
	switch (auth.type) {
		case 'bearer':
			return `Bearer ${auth.token}`;
		case 'basic':
			return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
		case 'oauth_client_credentials':
			return null;
	}
}
