import type {SecurityFinding, SecurityReport} from '../domain/security-finding.ts';
import {checkAuthentication} from './check-authentication.ts';
import {checkBroadAccess} from './check-broad-access.ts';
import {checkCommandExecution} from './check-command-execution.ts';
import {checkFileMode} from './check-file-mode.ts';
import {checkKnownAdvisory} from './check-known-advisory.ts';
import {checkLiteralSecret} from './check-literal-secret.ts';
import {checkPoisonedInstructions} from './check-poisoned-instructions.ts';
import {checkPoisonedText} from './check-poisoned-text.ts';
import {checkShadowedTool} from './check-shadowed-tool.ts';
import {checkTls} from './check-tls.ts';
import {checkUnpinnedPackage} from './check-unpinned-package.ts';
import type {SecurityCheck, SecurityContext} from './context.ts';

/** All checks, in the order of `securityCheckNames`. A new one is a file, a name there and a line here. */
export const securityChecks: readonly SecurityCheck[] = [
	checkLiteralSecret,
	checkFileMode,
	checkBroadAccess,
	checkPoisonedText,
	checkShadowedTool,
	checkUnpinnedPackage,
	checkKnownAdvisory,
	checkCommandExecution,
	checkPoisonedInstructions,
	checkAuthentication,
	checkTls,
];

/** Judges one server in everything. @param ignore names of checks, or ids of OWASP, whose fails do not count. */
export const scanServer = (context: SecurityContext, ignore: readonly string[]): SecurityReport => ({
	server: context.server.name,
	findings: securityChecks.map(check => withoutIgnored(check(context), ignore)),
});

/** It stays in the report, so that nobody takes silence for safety. */
const withoutIgnored = (finding: SecurityFinding, ignore: readonly string[]): SecurityFinding =>
	finding.result === 'fail' && (ignore.includes(finding.check) || ignore.includes(finding.owasp))
		? {
				...finding,
				result: 'not_assessable',
				severity: null,
				evidence: null,
				remedy: null,
				reason: 'it is ignored in the configuration (security.ignore)',
			}
		: finding;
