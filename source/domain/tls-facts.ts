/** What a TLS handshake shows of a server's certificate. */
export interface TlsFacts {
	/** Who signed it, such as "Company CA, Company Ltd". */
	readonly issuer: string;
	/** Whom it is for, in the same form. */
	readonly subject: string;
	/** When it becomes and ceases to be valid, ms since the epoch. */
	readonly validFrom: number;
	readonly validTo: number;
	/** What was agreed on, such as `TLSv1.3`. */
	readonly protocol: string;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Whole days until the certificate expires; negative once it has. */
export const daysLeft = ({validTo}: Pick<TlsFacts, 'validTo'>, now: number): number =>
	Math.floor((validTo - now) / dayMs);

/** "3 days ago", for an instant in the past. */
export function describeExpiry(validTo: number, now: number): string {
	const agoMs = Math.max(0, now - validTo);
	if (agoMs >= dayMs) return ago(Math.floor(agoMs / dayMs), 'day');
	return agoMs >= hourMs ? ago(Math.floor(agoMs / hourMs), 'hour') : 'less than an hour ago';
}

const ago = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'} ago`;
