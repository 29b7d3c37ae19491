import type {Server} from '../domain/server.ts';
import type {PackageVersion} from './advisory.ts';
import type {PackageFacts} from './package-facts.ts';
import {identify} from './package-identity.ts';

/** The package of each stdio server of which the version is known: what OSV can be asked about. */
export const packagesToAsk = (
	servers: readonly {readonly server: Server; readonly packages: PackageFacts | null}[],
): readonly PackageVersion[] =>
	servers.flatMap(({server, packages}) => {
		if (server.transport !== 'stdio') return [];
		const identity = identify(server);
		if (identity.kind === 'package' && identity.version !== null)
			return [{ecosystem: identity.ecosystem, name: identity.name, version: identity.version}];
		return identity.kind === 'package' && packages?.server ? [packages.server] : [];
	});
