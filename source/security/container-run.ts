import {baseName} from '../domain/launch.ts';
import type {StdioServer} from '../domain/server.ts';

/** A `docker run` or its like, as far as it matters for safety. */
export interface Container {
	/** As written, with tag and digest. */
	readonly image: string;
	/** Paths of this machine that it is given. */
	readonly mounts: readonly string[];
	/** What makes it less of a container. */
	readonly powers: readonly string[];
}

/** Options of `docker run` that stand alone; all others are followed by a value unless that is glued to them. */
const flags = new Set([
	...['-i', '-t', '-it', '-ti', '-d', '-P', '--rm', '--interactive', '--tty', '--detach', '--init', '--privileged'],
	...['--read-only', '--no-healthcheck', '--publish-all', '--quiet', '-q', '--sig-proxy', '--oom-kill-disable'],
]);

/** Reads how a server is run in a container; null where it is not. */
export function readContainer({command, args}: StdioServer): Container | null {
	const program = baseName(command.replaceAll('\\', '/')).replace(/\.exe$/i, '');
	if (!['docker', 'podman', 'nerdctl'].includes(program)) return null;
	const start = args.indexOf('run');
	if (start === -1 || start > 8) return null;
	const mounts: string[] = [];
	const powers: string[] = [];
	for (let at = start + 1; at < args.length; at++) {
		const word = args[at] ?? '';
		if (!word.startsWith('-')) return {image: word, mounts, powers};
		const [, option = word, glued] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
		const takesValue = glued === undefined && !flags.has(option) && !/^-[itd]+$/.test(option);
		const value = glued ?? (takesValue ? (args[++at] ?? '') : '');
		if (option === '-v' || option === '--volume') mounts.push(sourceOfVolume(value));
		if (option === '--mount') mounts.push(/(?:^|,)(?:source|src)=([^,]+)/.exec(value)?.[1] ?? '');
		if (option === '--privileged') powers.push('--privileged, which gives it the whole machine');
		if (/^--(?:pid|net|network|ipc|userns)$/.test(option) && value === 'host') powers.push(`${option} host`);
		if (option === '--cap-add' && /^(?:ALL|SYS_ADMIN)$/i.test(value)) powers.push(`--cap-add ${value}`);
	}
	return null;
}

/** What stands before the first colon, but for that of a Windows drive. */
const sourceOfVolume = (value: string): string => /^(?:[A-Za-z]:[\\/][^:]*|[^:]*)/.exec(value)?.[0] ?? value;
