import type {Socket} from 'node:net';

/**
 * Hands over each line that a socket brings, while it is open. A line that is longer than `longest` (UTF-16 units) ends
 * the connection, as soon as that much of it is there.
 */
export function readLines(socket: Socket, longest: number, take: (line: string) => void): void {
	let parts: string[] = [];
	let length = 0;
	function add(part: string): void {
		parts.push(part);
		length += part.length;
		if (length > longest) socket.destroy();
	}
	socket.setEncoding('utf8').on('data', (chunk: string) => {
		let from = 0;
		// Only the new chunk is searched, so that a long line costs no more than its length.
		for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
			add(chunk.slice(from, end));
			from = end + 1;
			if (socket.destroyed) return;
			const line = parts.join('');
			parts = [];
			length = 0;
			take(line);
			if (socket.destroyed) return;
		}
		add(chunk.slice(from));
	});
}
