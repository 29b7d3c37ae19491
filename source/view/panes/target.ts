import type {Server} from '../../domain/server.ts';

/** Where a server is, without what may be secret: no environment, no headers, no credentials, query or fragment. */
export function describeTarget(server: Server): string {
	if (server.transport === 'stdio') return [server.command, ...server.args.map(hideSecret)].join(' ');
	try {
		const {protocol, host, pathname} = new URL(server.url);
		return `${protocol}//${host}${pathname}`;
	} catch {
		return 'not a valid URL';
	}
}

/** Arguments carry credentials after a name that says so, inside a URL, or bare with a well-known beginning. */
function hideSecret(argument: string, index: number, all: readonly string[]): string {
	const before = all[index - 1] ?? '';
	if (/^-[^=]*$/.test(before) && secretName.test(before)) return hidden;
	const [, name = '', sign = ''] = /^(-{0,2}[\w-]+)(=|:\s*)/.exec(argument) ?? [];
	if (secretName.test(name)) return `${name}${sign}${hidden}`;
	return argument
		.replace(/(\w+:\/\/)[^/\s@]*@/g, `$1${hidden}@`)
		.replace(/(\w+:\/\/[^\s?#]*)[?#]\S*/g, '$1')
		.replace(/\b(?:sk-|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|AKIA)[\w-]{8,}/g, hidden);
}

const hidden = '***';
const secretName = /token|secret|passw|api[-_]?key|auth|credential/i;
