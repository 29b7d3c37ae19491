import {plainText} from '../domain/plain-text.ts';
import type {Hello} from './protocol.ts';

/** The owner of a store, in words. */
export const nameOwner = (pid: number | null): string =>
	`the running monitor${pid === null ? '' : ` (process ${pid})`}`;

/** Why an owner and a client of other versions cannot talk, told to the client's user. */
export function describeMisfit(
	owner: Pick<Hello, 'pid' | 'protocol'> & {readonly version?: string},
	client: Pick<Hello, 'version' | 'protocol'>,
): string {
	const named = owner.version === undefined ? 'another LangSight' : `LangSight ${plainText(owner.version)}`;
	const theirs = `${nameOwner(owner.pid)} is ${named} (protocol ${owner.protocol})`;
	const ours = `this is LangSight ${plainText(client.version)} (protocol ${client.protocol})`;
	return `${theirs}, ${ours}: restart it or use that version`;
}
