declare module 'asciichart' {
	interface Config {
		readonly height?: number;
		readonly offset?: number;
		readonly min?: number;
		readonly max?: number;
		readonly symbols?: readonly string[];
		readonly format?: (value: number) => string;
	}
	const asciichart: {
		/** Throws on an empty series and on NaN. */
		plot(series: readonly number[], config?: Config): string;
	};
	export default asciichart;
}
