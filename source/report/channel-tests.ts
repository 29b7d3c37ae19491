/** What came of a sample that was sent to a channel. */
interface SampleResult {
	readonly channel: string;
	readonly target: string;
	readonly kind: string;
	readonly isDelivered: boolean;
	readonly reason: string | null;
}

/** Alerts that a channel could not be told. */
interface Undelivered {
	readonly channel: string;
	readonly at: number;
	readonly server: string;
	readonly message: string;
	readonly reason: string;
}

/** One sample in one line: `on-call (hooks.slack.com)  down  delivered`. */
export const renderSample = ({channel, target, kind, isDelivered, reason}: SampleResult): string =>
	`${channel} (${target})  ${kind}  ${isDelivered ? 'delivered' : `FAILED: ${reason}`}\n`;

/** The same as a line of JSON. */
export const renderSampleJson = ({channel, target, kind, isDelivered, reason}: SampleResult): string =>
	`${JSON.stringify({version: 1, channel, target, kind, delivered: isDelivered, reason})}\n`;

/** What could not be delivered before, newest first. */
export function renderUndelivered(letters: readonly Undelivered[]): string {
	if (letters.length === 0) return '';
	const lines = letters.map(
		({channel, at, server, message, reason}) =>
			`  ${new Date(at).toISOString()}  ${channel}  ${server} ${message}: ${reason}\n`,
	);
	return `could not be delivered before:\n${lines.join('')}`;
}
