/** How far an address reaches: this machine, a private network, or the internet. */
export type Reach = 'loopback' | 'private' | 'public';

/** By its form alone; nothing is resolved. Null for what is no address. */
export function reachOf(address: string): Reach | null {
	if (!URL.canParse(address)) return null;
	const host = new URL(address).hostname
		.replace(/^\[|\]$/g, '')
		.replace(/\.$/, '')
		.toLowerCase();
	if (host === 'localhost' || host.endsWith('.localhost') || /^127\.\d+\.\d+\.\d+$/.test(host)) return 'loopback';
	if (host === '::1' || /^::ffff:(?:127\.|7f)/.test(host)) return 'loopback';
	if (/^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+$/.test(host)) return 'private';
	if (/^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(host)) return 'private';
	// RFC 6762, RFC 8375, and names that only a network of one's own knows.
	if (!host.includes('.') && !host.includes(':')) return 'private';
	return /\.(?:internal|local|lan|intranet|corp|home\.arpa|private)$/.test(host) ? 'private' : 'public';
}
