import {expect, test} from 'vitest';
import {createRedact} from '../../source/probe/stdio-secrets.ts';

const redact = createRedact({
	API_KEY: 'k-12345678',
	GITHUB_TOKEN: 'k-12345678-long',
	DB_PASSWORD: 'short',
	MODE: 'production',
});

test.each<[story: string, text: string, clean: string]>([
	['a key', 'Error: key k-12345678 refused', 'Error: key *** refused'],
	['a token that begins like another secret', 'with k-12345678-long.', 'with ***.'],
	[
		'a password in an address',
		'cannot reach postgresql://app:p%40ss@db:5432/x',
		'cannot reach postgresql://app:***@db:5432/x',
	],
	['nothing of an address without one', 'cannot reach http://db:8080/a@b', 'cannot reach http://db:8080/a@b'],
	['no value that is too short to be a secret', 'a short text', 'a short text'],
	['no value that is no secret by its name', 'mode production', 'mode production'],
])('%s is taken out', (_story, text, clean) => expect(redact(text)).toBe(clean));
