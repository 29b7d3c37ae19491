import {type Launch, readLaunch} from '../domain/launch.ts';
import type {StdioServer} from '../domain/server.ts';
import {readContainer} from './container-run.ts';

export type Ecosystem = 'npm' | 'PyPI';

/**
 * How firmly a specification names one version: `exact` is one for ever, `tag` can be moved by whoever publishes,
 * `open` is what is newest, and `remote` is code from an address that no registry keeps.
 */
export type Pin = 'exact' | 'tag' | 'open' | 'remote';

/** What a server's command runs. */
export type Identity =
	| {
			readonly kind: 'package';
			readonly ecosystem: Ecosystem;
			readonly name: string;
			readonly version: string | null;
			readonly spec: string;
			readonly pin: Pin;
	  }
	| {readonly kind: 'image'; readonly spec: string; readonly pin: Pin}
	| {readonly kind: 'file' | 'program' | 'module'; readonly path: string};

/** Tells from its command what a server is. Nothing is looked up. */
export function identify(server: StdioServer): Identity {
	const container = readContainer(server);
	if (container) return {kind: 'image', spec: container.image, pin: pinOfImage(container.image)};
	const {target} = startedBy(server);
	switch (target.kind) {
		case 'package': {
			const {registry, spec, name} = target.run;
			return registry === 'npm' ? npmPackage(spec, name) : pythonPackage(spec, name);
		}
		case 'module':
			return {kind: 'module', path: target.module};
		case 'script':
			return {kind: 'file', path: target.path};
		case 'program':
			return {kind: 'program', path: target.path};
	}
}

/** What is started in the end, also where a Windows shell or shim does it. */
export function startedBy({command, args}: Pick<StdioServer, 'command' | 'args'>): Launch {
	const words = withoutWindows([command, ...args]);
	return readLaunch(words) ?? {target: {kind: 'program', path: command}, args, isLauncher: false, isTitle: false};
}

function withoutWindows(words: readonly string[]): readonly string[] {
	const [first = '', ...rest] = words;
	const program = /(?:^|[\\/])([^\\/]+?)\.(?:exe|cmd|bat)$/i.exec(first)?.[1] ?? first;
	if (/^cmd$/i.test(program) && /^\/c$/i.test(rest[0] ?? '') && rest.length > 1) return withoutWindows(rest.slice(1));
	return [program, ...rest];
}

const exactVersion = /^v?\d+(?:\.\d+)*(?:[-+.]?[0-9A-Za-z][0-9A-Za-z.+-]*)?$/;

function npmPackage(spec: string, name: string): Identity {
	const about = {kind: 'package', ecosystem: 'npm', name, spec} as const;
	if (isRemote(spec)) return {...about, version: null, pin: isCommit(spec) ? 'exact' : 'remote'};
	const wanted = spec.slice(name.length).replace(/^@/, '');
	const isExact = /^v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(wanted);
	return {...about, version: isExact ? wanted.replace(/^v/, '') : null, pin: isExact ? 'exact' : 'open'};
}

/** PEP 508 `name[extra]==1.2.3`, and uv's own `name@1.2.3`. */
function pythonPackage(spec: string, name: string): Identity {
	const about = {kind: 'package', ecosystem: 'PyPI', name, spec} as const;
	if (isRemote(spec) || /\s@\s/.test(spec)) return {...about, version: null, pin: isCommit(spec) ? 'exact' : 'remote'};
	const wanted = /^[\w.-]+(?:\[[^\]]*\])?\s*(?:===?|@)\s*([^\s,;]+)$/.exec(spec)?.[1] ?? '';
	const isExact = exactVersion.test(wanted);
	return {...about, version: isExact ? wanted.replace(/^v/, '') : null, pin: isExact ? 'exact' : 'open'};
}

const isRemote = (spec: string): boolean =>
	/^(?:git\+|git:|git@|github:|gitlab:|bitbucket:|https?:)/i.test(spec) || /^[\w.-]+\/[\w.-]+(?:#|$)/.test(spec);

/** A full commit id is what it is for ever. */
const isCommit = (spec: string): boolean => /[#@][0-9a-f]{40}(?:$|#)/.test(spec);

function pinOfImage(image: string): Pin {
	if (/@sha256:[0-9a-f]{64}$/.test(image)) return 'exact';
	const tag = /:([\w][\w.-]*)$/.exec(image)?.[1];
	return tag === undefined || /^(?:latest|main|master|edge|stable|nightly|dev)$/.test(tag) ? 'open' : 'tag';
}
