/** How people see colours: fully, or without one of the three kinds of cones. */
export const sights = ['all colours', 'no red', 'no green', 'no blue'] as const;
export type Sight = (typeof sights)[number];

/** Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB. */
const matrices: Readonly<Record<Sight, readonly (readonly number[])[]>> = {
	'all colours': [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1],
	],
	'no red': [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998],
	],
	'no green': [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881],
	],
	'no blue': [
		[1.255528, -0.076749, -0.178779],
		[-0.078411, 0.930809, 0.147602],
		[0.004733, 0.691367, 0.3039],
	],
};

/** How different two colours look (CIE 1976): about 2 is just noticeable. */
export function differenceOf(one: string, other: string, sight: Sight): number {
	const [a, b] = [one, other].map(color => labOf(seen(linear(color), sight)));
	return Math.hypot(...(a ?? []).map((value, index) => value - (b?.[index] ?? 0)));
}

/** Contrast as in WCAG 2.2: 1 to 21. */
export function contrastOf(one: string, other: string): number {
	const [light = 0, dark = 0] = [one, other].map(luminance).sort((a, b) => b - a);
	return (light + 0.05) / (dark + 0.05);
}

const luminance = (color: string): number => dot([0.2126, 0.7152, 0.0722], linear(color));

const linear = (color: string): number[] =>
	[1, 3, 5].map(start => {
		const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	});

const seen = (rgb: readonly number[], sight: Sight): number[] =>
	matrices[sight].map(row => Math.min(1, Math.max(0, dot(row, rgb))));

function labOf(rgb: readonly number[]): number[] {
	const x = curve(dot([0.4124, 0.3576, 0.1805], rgb) / 0.95047);
	const y = curve(dot([0.2126, 0.7152, 0.0722], rgb));
	const z = curve(dot([0.0193, 0.1192, 0.9505], rgb) / 1.08883);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const curve = (value: number): number => (value > 216 / 24_389 ? Math.cbrt(value) : ((24_389 / 27) * value + 16) / 116);

const dot = (row: readonly number[], column: readonly number[]): number =>
	row.reduce((sum, value, index) => sum + value * (column[index] ?? 0), 0);
