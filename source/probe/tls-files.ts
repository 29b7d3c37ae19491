import {createPrivateKey, X509Certificate} from 'node:crypto';
import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {HttpError} from './http-error.ts';

/** Where in the configuration a file is named. */
export type FileKey = 'tls.ca_file' | 'tls.cert_file' | 'tls.key_file';

const limitBytes = 1024 * 1024;

/** Reads a file that TLS needs. Rejects with an `HttpError` that says what is wrong with it; waits for no pipe. */
export async function readTlsFile(key: FileKey, path: string): Promise<string> {
	try {
		const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			if (!(await file.stat()).isFile()) throw badFile(key, path, 'is no regular file');
			const buffer = Buffer.alloc(limitBytes + 1);
			let length = 0;
			for (;;) {
				const {bytesRead} = await file.read(buffer, length, buffer.length - length);
				if (bytesRead === 0) return buffer.toString('latin1', 0, length);
				length += bytesRead;
				if (length > limitBytes) throw badFile(key, path, 'is over 1 MiB');
			}
		} finally {
			await file.close();
		}
	} catch (error) {
		if (error instanceof HttpError) throw error;
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
		throw badFile(key, path, troubles[code] ?? `cannot be read (${code})`);
	}
}

const troubles: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist',
	ENOTDIR: 'does not exist',
	EACCES: 'may not be read',
	EISDIR: 'is no regular file',
};

/** Node takes any text for authorities and finds none in it, so what is there is read first. */
export function readCertificates(key: FileKey, path: string, text: string): X509Certificate[] {
	const blocks = text.match(certificateBlock) ?? [];
	if (blocks.length === 0) throw badFile(key, path, 'holds no certificate in PEM form');
	try {
		return blocks.map(block => new X509Certificate(block));
	} catch {
		throw badFile(key, path, 'holds a certificate that cannot be read');
	}
}

const certificateBlock =
	/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** Makes sure that there is a key, and that it is the certificate's. */
export function checkKey(key: FileKey, path: string, text: string, certificate: X509Certificate): void {
	let isOwn: boolean;
	try {
		isOwn = certificate.checkPrivateKey(createPrivateKey(text));
	} catch (error) {
		const isLocked = error instanceof Error && 'code' in error && error.code === 'ERR_MISSING_PASSPHRASE';
		throw badFile(key, path, isLocked ? 'holds a key with a passphrase' : 'holds no private key in PEM form');
	}
	if (!isOwn) throw badFile(key, path, 'holds a key that does not belong to tls.cert_file');
}

const badFile = (key: FileKey, path: string, problem: string): HttpError =>
	new HttpError({kind: 'bad_file', key, path, problem});
