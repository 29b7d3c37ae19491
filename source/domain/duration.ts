const unitMs: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/** Milliseconds of `30s`, `15m`, `4h` or `1d`; null for anything else. */
export function parseDuration(text: string): number | null {
	const [, count, unit] = /^([1-9]\d{0,4})([smhd])$/.exec(text) ?? [];
	const scale = unitMs[unit ?? ''];
	return count === undefined || scale === undefined ? null : Number(count) * scale;
}
