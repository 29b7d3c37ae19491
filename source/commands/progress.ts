/** Counts on stderr while servers are checked; silent where nobody watches. */
export function showProgress(stream: NodeJS.WriteStream) {
	if (!stream.isTTY) return {update() {}, end() {}};
	return {
		update: (done: number, total: number) => void stream.write(`\r\u001B[Kchecked ${done} of ${total}`),
		end: () => void stream.write('\r\u001B[K'),
	};
}
