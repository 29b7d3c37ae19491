import {plural} from './format.ts';
import {daysLeft, describeExpiry, type TlsFacts} from './tls-facts.ts';

const dayMs = 86_400_000;
const warningDays = 21;
const criticalDays = 7;

type Validity = Pick<TlsFacts, 'validTo'>;

/** Its end is near enough to be told. */
export const isExpiring = ({validTo}: Validity, at: number): boolean => validTo - at <= warningDays * dayMs;

/** Its end is so near that it has to be renewed now. */
export const isExpiringSoon = ({validTo}: Validity, at: number): boolean => validTo - at <= criticalDays * dayMs;

/** "the certificate expires in 12 days, on 2026-04-14" */
export function describeCertificate({validTo}: Validity, at: number): string {
	if (validTo <= at) return `the certificate expired ${describeExpiry(validTo, at)}`;
	const days = daysLeft({validTo}, at);
	const when = days === 0 ? 'within a day' : `in ${plural(days, 'day')}`;
	return `the certificate expires ${when}, on ${toDay(validTo)}`;
}

/** "the certificate was renewed and is valid until 2027-04-14" */
export const describeRenewal = ({validTo}: Validity): string =>
	`the certificate was renewed and is valid until ${toDay(validTo)}`;

/** Certificates say of their end whatever they like, also what no date can hold. */
const toDay = (at: number): string =>
	Math.abs(at) <= 8.64e15 ? new Date(at).toISOString().slice(0, 10) : 'a day that never comes';
