/** Asks for JSON: a `null` body is a GET. Rejects for anything but a good answer of bounded size. */
export type AskJson = (path: string, body: unknown, signal: AbortSignal) => Promise<unknown>;

const largestAnswer = 4 * 1024 * 1024;

/** Makes questions to one service. Redirects are not followed: what is sent goes to the configured address or nowhere. */
export const createAsker =
	(url: string): AskJson =>
	async (path, body, signal) => {
		const response = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
			method: body === null ? 'GET' : 'POST',
			headers: {accept: 'application/json', ...(body !== null && {'content-type': 'application/json'})},
			...(body !== null && {body: JSON.stringify(body)}),
			redirect: 'error',
			signal,
		});
		if (!response.ok) {
			await response.body?.cancel().catch(() => {});
			throw new Error(`it answered with status ${response.status}`);
		}
		return JSON.parse(await readBounded(response));
	};

async function readBounded(response: Response): Promise<string> {
	if (response.body === null) return '';
	const decoder = new TextDecoder();
	let text = '';
	let size = 0;
	for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
		size += chunk.byteLength;
		if (size > largestAnswer) throw new Error(`it answered with more than ${largestAnswer / 1024 / 1024} MiB`);
		text += decoder.decode(chunk, {stream: true});
	}
	return text + decoder.decode();
}
