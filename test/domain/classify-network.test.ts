import {expect, test} from 'vitest';
import {classifyHttp} from '../../source/domain/classify-http.ts';
import {classifySocket} from '../../source/domain/classify-socket.ts';
import {describeExpiry} from '../../source/domain/tls-facts.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 3, 2);

test.each([
	['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'the server wants a client certificate'],
	['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'the server does not accept our client certificate'],
	['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'the server does not accept our client certificate'],
	['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'the server does not accept our client certificate'],
	['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'the TLS handshake failed (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE)'],
])('the alert %s is about the client’s certificate, or not', (code, message) => {
	expect(classifySocket(code, '', 'a', 'initialize')).toMatchObject({category: 'tls', phase: 'connect', message});
});

test.each([
	[0, 'less than an hour ago'],
	[dayMs / 24, '1 hour ago'],
	[dayMs - 1, '23 hours ago'],
	[dayMs, '1 day ago'],
	[3.5 * dayMs, '3 days ago'],
	[-dayMs, 'less than an hour ago'],
])('a certificate that expired %i ms ago says %s', (agoMs, words) => {
	expect(describeExpiry(now - agoMs, now)).toBe(words);
});

test('an expired certificate keeps its category, phase and hint when its date is known', () => {
	const fault = {kind: 'socket', code: 'CERT_HAS_EXPIRED', text: '', host: 'a'} as const;
	const plain = classifyHttp(fault, 'initialize', now);
	expect(classifyHttp({...fault, validTo: now - 3 * dayMs}, 'initialize', now)).toEqual({
		...plain,
		message: 'the TLS certificate expired 3 days ago',
	});
});
