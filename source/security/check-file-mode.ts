import type {SecurityFinding} from '../domain/security-finding.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, notAssessable, pass, shown} from './finding.ts';
import {findSecrets} from './secrets.ts';

const about: About = {check: 'file_mode', owasp: 'MCP01:2025', title: 'The configuration is its owner’s alone'};

const writableByOthers = 0o022;
const readableByOthers = 0o044;

/** Who else may read or change the file. A file that all may read is no fault by itself, only with a secret in it. */
export function checkFileMode({file, written}: SecurityContext): SecurityFinding {
	if (file === null) return notAssessable(about, 'it is not known which file the server was configured in');
	if (file.mode === null) return notAssessable(about, 'not applicable: this system has no permission bits');
	const bits = (file.mode & 0o777).toString(8).padStart(4, '0');
	const where = `${shown(file.path, 200)} has mode ${bits}`;
	if ((file.mode & writableByOthers) !== 0)
		return fail(about, 'critical', `${where}: others can change what is started`, `chmod go-w on the file`);
	if ((file.mode & readableByOthers) !== 0 && findSecrets(written).length > 0)
		return fail(about, 'high', `${where}: others can read the secret in it`, 'chmod 600 on the file');
	return pass(about, where);
}
