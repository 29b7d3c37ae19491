import {createHash} from 'node:crypto';
import {createSecureContext, rootCertificates, type SecureContext} from 'node:tls';
import type {TlsOptions} from '../domain/server.ts';
import {checkKey, readCertificates, readTlsFile} from './tls-files.ts';

/** What a TLS connection is made with; empty is as Node does by itself. */
export interface TlsMaterial {
	readonly secureContext?: SecureContext;
	readonly rejectUnauthorized?: boolean;
}

/** Reads what is configured, anew each time, so that rotated files are taken up. Rejects with an `HttpError`. */
export async function readTlsMaterial(tls: TlsOptions): Promise<TlsMaterial> {
	const verify = tls.insecureSkipVerify ? {rejectUnauthorized: false} : {};
	const [authorities, own] = await Promise.all([readAuthorities(tls.caFile), readOwn(tls)]);
	return authorities || own ? {...verify, secureContext: contextOf(authorities, own)} : verify;
}

async function readAuthorities(path: string | null): Promise<string | null> {
	if (path === null) return null;
	const text = await readTlsFile('tls.ca_file', path);
	return [...readCertificates('tls.ca_file', path, text), await readExtra()].join('\n');
}

/** Node forgets what it was started with as soon as it is given authorities; it does not mind a missing file either. */
async function readExtra(): Promise<string> {
	const path = process.env.NODE_EXTRA_CA_CERTS;
	return path ? readTlsFile('tls.ca_file', path).catch(() => '') : '';
}

interface Own {
	readonly cert: string;
	readonly key: string;
}

async function readOwn({certFile, keyFile}: TlsOptions): Promise<Own | null> {
	if (certFile === null) return null;
	const cert = await readTlsFile('tls.cert_file', certFile);
	const [first] = readCertificates('tls.cert_file', certFile, cert);
	const key = keyFile === null ? cert : await readTlsFile('tls.key_file', keyFile);
	checkKey(keyFile === null ? 'tls.cert_file' : 'tls.key_file', keyFile ?? certFile, key, first!);
	return {cert, key};
}

/** A context with authorities of its own takes 40 ms and 1 MB to make, and most servers of a fleet share theirs. */
const contexts = new Map<string, SecureContext>();
const keptContexts = 32;

function contextOf(authorities: string | null, own: Own | null): SecureContext {
	const hash = createHash('sha256');
	const id = hash.update(JSON.stringify([authorities, own])).digest('hex');
	const known = contexts.get(id);
	if (known) return known;
	const ca = authorities === null ? undefined : [...rootCertificates, authorities];
	const context = createSecureContext({...(ca && {ca}), ...own});
	if (contexts.size >= keptContexts) contexts.delete(contexts.keys().next().value!);
	contexts.set(id, context);
	return context;
}
