import type {SecurityFinding} from '../domain/security-finding.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, notAssessable, pass, shown} from './finding.ts';
import {type Identity, identify} from './package-identity.ts';

const about: About = {check: 'unpinned_package', owasp: 'MCP04:2025', title: 'Packages are pinned to a version'};

/** Whether the next start may run other code than this one did. */
export function checkUnpinnedPackage({server, packages}: SecurityContext): SecurityFinding {
	if (server.transport !== 'stdio')
		return notAssessable(about, 'not applicable: what a remote server runs is not in its address');
	const identity = identify(server);
	if (identity.kind === 'package' || identity.kind === 'image')
		return judge(identity, packages?.server?.version ?? null);
	return pass(about, `${shown(identity.path)} is started from this machine, and nothing is fetched`);
}

function judge(identity: Identity & {kind: 'package' | 'image'}, installed: string | null): SecurityFinding {
	const {spec, pin} = identity;
	const now = installed === null ? '' : ` (${installed} is installed now)`;
	switch (pin) {
		case 'exact':
			return pass(about, `${shown(spec, 160)} is one version for ever`);
		case 'tag':
			return fail(
				about,
				'low',
				`the tag of ${shown(spec, 160)} can be moved to other code`,
				'add the digest: image@sha256:…',
			);
		case 'open':
			return fail(
				about,
				'medium',
				`${shown(spec, 160)} is whatever is newest at each start${now}`,
				remedyFor(identity, installed),
			);
		case 'remote':
			return fail(
				about,
				'high',
				`${shown(spec, 160)} is code from an address, and may be other code at the next start`,
				'use a published version, or name the full commit',
			);
	}
}

function remedyFor(identity: Identity & {kind: 'package' | 'image'}, installed: string | null): string {
	if (identity.kind === 'image') return 'name a version and its digest: image@sha256:…';
	const sign = identity.ecosystem === 'npm' ? '@' : '==';
	const name = shown(identity.name);
	return installed === null
		? `name one version: ${name}${sign}VERSION`
		: `name one version, such as ${name}${sign}${shown(installed)}`;
}
