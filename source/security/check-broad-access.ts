import type {SecurityFinding} from '../domain/security-finding.ts';
import type {StdioServer} from '../domain/server.ts';
import {readContainer} from './container-run.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, listed, notAssessable, pass, shown} from './finding.ts';
import {startedBy} from './package-identity.ts';

const about: About = {check: 'broad_access', owasp: 'MCP02:2025', title: 'No more access than the work needs'};

/** Roots that hold everything: the whole disk, a home folder, system folders; containers that are none. */
export function checkBroadAccess({server, home}: SecurityContext): SecurityFinding {
	if (server.transport !== 'stdio')
		return notAssessable(about, 'not applicable: what a remote server may touch is not in its address');
	const container = readContainer(server);
	const found =
		container === null ? broadRoots(server, home) : [...container.powers, ...broadMounts(container.mounts, home)];
	if (found.length === 0)
		return pass(
			about,
			container === null ? 'no whole disk or home folder is among its arguments' : 'no wide mounts or powers',
		);
	return fail(
		about,
		'high',
		listed(found, words => words),
		'name the folders that the work needs, and no more',
	);
}

const broadRoots = (server: StdioServer, home: string | null): readonly string[] =>
	startedBy(server).args.flatMap(arg => {
		const path = /^-{1,2}[\w-]+=(.+)$/.exec(arg)?.[1] ?? arg;
		const what = describeBroad(path, home);
		return what === null ? [] : [`${shown(path)} (${what}) among its arguments`];
	});

const broadMounts = (mounts: readonly string[], home: string | null): readonly string[] =>
	mounts.flatMap(mount => {
		const what = /docker\.sock$/.test(mount) ? 'control over all containers' : describeBroad(mount, home);
		return what === null ? [] : [`${shown(mount)} (${what}) is mounted`];
	});

/** Why a path is too wide, or null. */
export function describeBroad(path: string, home: string | null): string | null {
	const plain = path.length > 1 ? path.replace(/[/\\]+$/, '') || '/' : path;
	if (plain === '/' || /^[A-Za-z]:$/.test(plain) || /^\/{2,}$/.test(plain)) return 'the whole disk';
	if (
		plain === '~' ||
		plain === home ||
		/^\/(?:home|Users)(?:\/[^/]+)?$|^\/root$|^[A-Za-z]:\\Users(?:\\[^\\]+)?$/.test(plain)
	)
		return 'a whole home folder';
	if (/^\/(?:etc|var|usr|proc|sys|dev|boot)$/.test(plain)) return 'a folder of the system';
	return /(?:^|\/)\.(?:ssh|aws|gnupg|kube|docker)$/.test(plain) ? 'a folder of credentials' : null;
}
