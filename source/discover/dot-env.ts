/** The assignments of an env file: `NAME=value`, `export NAME='value'`; lines of anything else do not count. Bounded. */
export function readDotEnv(text: string): Readonly<Record<string, string>> {
	const lines = text.split(/\r?\n/).slice(0, 10_000);
	return Object.fromEntries(
		lines.flatMap(line => {
			const [, name, value] =
				/^\s*(?:export\s+)?([A-Za-z_]\w{0,255})\s*=\s*(.*?)\s*$/.exec(line.slice(0, 40_000)) ?? [];
			return name === undefined || value === undefined ? [] : [[name, unquote(value)]];
		}),
	);
}

function unquote(value: string): string {
	const [, double] = /^"((?:[^"\\]|\\.)*)"/.exec(value) ?? [];
	if (double !== undefined) return double.replaceAll(/\\(.)/g, (_all, char: string) => (char === 'n' ? '\n' : char));
	const [, single] = /^'([^']*)'/.exec(value) ?? [];
	return single ?? value.replace(/\s+#.*$/, '');
}
