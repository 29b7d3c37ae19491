import {type Attachment, attach} from './attach.ts';
import type {Caller} from './call-owner.ts';
import {claimStore, type OwnedStore} from './ownership.ts';

/** What a process is to a store. */
export type Joined =
	| {readonly as: 'owner'; readonly claim: OwnedStore}
	| {readonly as: 'guest'; readonly attachment: Attachment}
	/** Somebody owns it (`pid`, where known) and cannot be attached to; or, with null for a reason, it cannot be used. */
	| {readonly as: 'stranger'; readonly pid: number | null; readonly reason: string | null};

/** Owners that may come and go while we look. */
const mostTries = 10;

/** Owns a store, or attaches to whoever does. In bounded time; never rejects. */
export async function joinStore(store: string, caller: Caller): Promise<Joined> {
	let pid: number | null = null;
	for (let tries = 0; tries < mostTries; tries++) {
		const claim = await claimStore(store);
		if (claim.isOwner) return {as: 'owner', claim};
		({pid} = claim);
		const attachment = await attach(store, caller);
		if (attachment === null) continue;
		return 'refused' in attachment ? {as: 'stranger', pid, reason: attachment.refused} : {as: 'guest', attachment};
	}
	return {as: 'stranger', pid, reason: null};
}
