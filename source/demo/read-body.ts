import type {IncomingMessage} from 'node:http';

/** Why a body was not taken, as the HTTP status to answer with. */
export interface Refusal {
	readonly status: 400 | 413;
}

/** Far more than any request of MCP needs. */
const maxBodyBytes = 1024 * 1024;

/** Reads the JSON body of a request; a refusal when it is over the bound, cut short, or not JSON. */
export async function readBody(request: IncomingMessage): Promise<{readonly json: unknown} | Refusal> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		// Read to its end even when it is too long, or the connection would go before the refusal is read.
		for await (const chunk of request) {
			bytes += chunk.length;
			if (bytes <= maxBodyBytes) chunks.push(chunk);
		}
		if (bytes > maxBodyBytes) return {status: 413};
		return {json: JSON.parse(Buffer.concat(chunks).toString('utf8'))};
	} catch {
		return {status: 400};
	}
}
