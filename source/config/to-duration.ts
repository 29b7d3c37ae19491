const unitMs: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/** Milliseconds of a duration as the schema lets it pass: `30s`, `15m`, `4h`, `1d`. */
export const toDurationMs = (text: string): number => Number.parseInt(text, 10) * unitMs[text.at(-1) as string]!;
