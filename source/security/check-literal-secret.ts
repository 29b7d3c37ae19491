import type {SecurityFinding} from '../domain/security-finding.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, listed, pass} from './finding.ts';
import {findSecrets} from './secrets.ts';

const about: About = {check: 'literal_secret', owasp: 'MCP01:2025', title: 'No secrets in the configuration'};

/** Secrets that stand in the file itself, where every copy and backup of it has them. */
export function checkLiteralSecret({written}: SecurityContext): SecurityFinding {
	const found = findSecrets(written);
	if (found.length === 0) return pass(about, `none of ${written.length} texts looks like a secret`);
	return fail(
		about,
		'high',
		listed(found, ({description}) => description),
		// biome-ignore lint/suspicious/noTemplateCurlyInString: it is how a config names a variable
		'put it into an environment variable, write ${NAME} in its place, and replace the secret: it has been in a file',
	);
}
