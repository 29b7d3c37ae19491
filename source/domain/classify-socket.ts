import type {Category} from './categories.ts';
import {type FailureDetails, failure} from './classify.ts';
import type {Failure, Phase} from './probe-result.ts';

/** What a socket's error code means. */
interface Meaning extends FailureDetails {
	readonly category: Category;
	readonly message: string;
}

/**
 * Judges an error by the code that Node, OpenSSL or undici gave it.
 * @param text the error's own words, told only when the code is unknown.
 */
export function classifySocket(code: string | null, text: string, host: string, phase: Phase): Failure {
	const {category, message, ...details} = (code && meaningOf(code, host)) || {
		category: 'network' as const,
		message: `the request failed: ${text}`,
	};
	return failure(
		category,
		beforeAnySession.has(category) && phase === 'initialize' ? 'connect' : phase,
		message,
		details,
	);
}

/** What ends a connection before anything is said on it: the first request opens the connection. */
const beforeAnySession: ReadonlySet<Category> = new Set(['connection_refused', 'dns', 'network', 'tls', 'timeout']);

function meaningOf(code: string, host: string): Meaning | undefined {
	if (Object.hasOwn(lookups, code)) return {...lookups[code]!, message: `${lookups[code]!.message}: ${host}`};
	if (Object.hasOwn(meanings, code)) return meanings[code];
	if (code.endsWith('_ALERT_CERTIFICATE_REQUIRED')) return clientWanted;
	if (/_ALERT_(?:BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_\w+|UNSUPPORTED_CERTIFICATE)$/.test(code)) return clientRefused;
	if (code.startsWith('HPE_')) return {category: 'protocol', message: `the answer is not HTTP (${code})`};
	if (/^(?:ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|CRL_|EPROTO$)/.test(code)) {
		return {category: 'tls', message: `the TLS handshake failed (${code})`};
	}
	return undefined;
}

const lookups: Readonly<Record<string, Meaning>> = {
	ENOTFOUND: {category: 'dns', message: 'Host name not found', hint: 'check the host in url'},
	EAI_AGAIN: {category: 'dns', message: 'Host name lookup failed for now', transient: true},
};

const trust = 'set tls.ca_file (or NODE_EXTRA_CA_CERTS, for all servers) to a file with the certificate to trust it';
const refused: Meaning = {
	category: 'connection_refused',
	message: 'Connection refused',
	hint: 'nothing listens there: start the server, or check host and port in url',
};
const reset: Meaning = {category: 'connection_reset', message: 'Connection reset'};
const selfSigned: Meaning = {category: 'tls', message: 'the TLS certificate is self-signed', hint: trust};
const unknownIssuer: Meaning = {
	category: 'tls',
	message: 'the TLS certificate is from an unknown authority',
	hint: `the server may not send its intermediate certificates; or ${trust}`,
};
/** TLS alerts (RFC 8446 §6.2) by which a server speaks of the client's certificate. */
const clientWanted: Meaning = {
	category: 'tls',
	message: 'the server wants a client certificate',
	hint: 'set tls.cert_file and tls.key_file',
};
const clientRefused: Meaning = {
	category: 'tls',
	message: 'the server does not accept our client certificate',
	hint: 'check tls.cert_file: the authority that signed it, and whether it has expired',
};
const plainPort: Meaning = {
	category: 'tls',
	message: 'the server does not speak TLS on this port',
	hint: 'use http:// in url, or the port that serves https',
};

const meanings: Readonly<Record<string, Meaning>> = {
	ECONNREFUSED: refused,
	ECONNRESET: reset,
	ECONNABORTED: reset,
	EPIPE: reset,
	UND_ERR_SOCKET: reset,
	UND_ERR_CONNECT_TIMEOUT: {category: 'timeout', message: 'no connection within the deadline'},
	EHOSTUNREACH: {category: 'network', message: 'No route to host'},
	EHOSTDOWN: {category: 'network', message: 'Host is down'},
	ENETUNREACH: {category: 'network', message: 'Network unreachable'},
	ENETDOWN: {category: 'network', message: 'Network is down'},
	ETIMEDOUT: {category: 'network', message: 'Connection timed out'},
	EMFILE: {
		category: 'network',
		message: 'too many open files on this machine',
		hint: 'raise the limit (ulimit -n) of the monitor',
	},
	UND_ERR_HEADERS_OVERFLOW: {category: 'too_large', message: 'the headers of the answer are too large'},
	HPE_HEADER_OVERFLOW: {category: 'too_large', message: 'the headers of the answer are too large'},
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {category: 'connection_reset', message: 'the answer broke off'},
	/** What fetch says of the ports that browsers refuse. */
	ERR_BAD_PORT: {category: 'bad_config', message: 'this port is closed to HTTP clients', hint: 'use another port'},
	CERT_HAS_EXPIRED: {
		category: 'tls',
		message: 'the TLS certificate has expired',
		hint: "renew the server's certificate",
	},
	CERT_NOT_YET_VALID: {
		category: 'tls',
		message: 'the TLS certificate is not valid yet',
		hint: 'check the clocks of both machines',
	},
	CERT_REVOKED: {category: 'tls', message: 'the TLS certificate was revoked'},
	DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
	SELF_SIGNED_CERT_IN_CHAIN: selfSigned,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
	UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
	ERR_TLS_CERT_ALTNAME_INVALID: {
		category: 'tls',
		message: 'the TLS certificate is for another host name',
		hint: 'use the name in the certificate, or set tls.server_name to it, or correct the certificate',
	},
	ERR_SSL_WRONG_VERSION_NUMBER: plainPort,
	ERR_SSL_PACKET_LENGTH_TOO_LONG: plainPort,
};
