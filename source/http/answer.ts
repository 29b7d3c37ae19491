import type {IncomingMessage} from 'node:http';
import type {Guard} from './access.ts';
import {type Pages, type Reply, say} from './page.ts';

/** Finds what a request is answered with. Rejects only where a page has a bug. */
export async function answer(
	{method = '', url = '', headers}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
	pages: Pages,
	guard: Guard,
): Promise<Reply> {
	if (method !== 'GET' && method !== 'HEAD') return say(405, 'Only GET and HEAD are taken.', {Allow: 'GET, HEAD'});
	if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0)
		return say(400, 'A request has no body here.');
	const [, path = '', query = ''] = /^(\/[^?#]*)(?:\?([^#]*))?$/.exec(url) ?? [];
	if (path === '') return say(400, 'The address must begin with a slash.');
	const page = pages.get(path);
	if (page) return guard(page, headers) ?? page.read(new URLSearchParams(query));
	return guard(nowhere, headers) ?? say(404, `There is nothing here. Try: ${[...pages.keys()].join(' ')}`);
}

/** What there is to read is told to those only who may read it. */
const nowhere = {help: '', isPublic: false, read: () => say(404, '')};
