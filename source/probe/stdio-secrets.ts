/** Takes out of a text what is secret in it. */
export type Redact = (text: string) => string;

const secretName = /key|token|secret|pass|credential|auth|cookie/i;
const shortestSecret = 6;
/** What stands before the host of an address: `postgresql://user:password@host`. */
const inAddress = /(\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s/@:]{0,200}:)[^\s/@]{1,500}(?=@)/gi;

/**
 * Servers print what they were given when they fail. Variables named like a secret are taken for one, passwords in
 * addresses always; other values stay, for a path or a mode is often the very thing that is wrong.
 */
export function createRedact(env: Readonly<Record<string, string>>): Redact {
	const secrets = Object.entries(env)
		.filter(([name, value]) => secretName.test(name) && value.length >= shortestSecret)
		.map(([, value]) => value)
		.sort((a, b) => b.length - a.length);
	return text => secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text).replace(inAddress, '$1***');
}
