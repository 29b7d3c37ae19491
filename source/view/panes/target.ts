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

/** Arguments carry credentials in two ways: inside a URL, and after a name that says so. */
function hideSecret(argument: string, index: number, all: readonly string[]): string {
	const before = all[index - 1] ?? '';
	if (secretName.test(before) && before.startsWith('-') && !before.includes('=')) return hidden;
	const [, name, value] = /^(-{0,2}[\w-]+)=(.*)$/s.exec(argument) ?? [];
	if (name !== undefined && value !== undefined) {
		return secretName.test(name) ? `${name}=${hidden}` : `${name}=${hideUserInfo(value)}`;
	}
	return hideUserInfo(argument);
}

const hidden = '***';
const secretName = /token|secret|passw|api[-_]?key|auth|credential/i;

const hideUserInfo = (text: string): string =>
	text.replace(/(\w+:\/\/)[^/\s@]*@/g, `$1${hidden}@`).replace(/(\w+:\/\/[^\s?#]*)[?#]\S*/g, '$1');
