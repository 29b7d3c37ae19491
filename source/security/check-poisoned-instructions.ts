import {scanText} from '../domain/poison.ts';
import {compareSeverity, type SecurityFinding} from '../domain/security-finding.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, listed, notAssessable, pass} from './finding.ts';

const about: About = {
	check: 'poisoned_instructions',
	owasp: 'MCP06:2025',
	title: 'Its instructions are about its own use',
};

/** The server's instructions, which many agents put before everything else. They may order, but not hide or betray. */
export function checkPoisonedInstructions({listing}: SecurityContext): SecurityFinding {
	if (listing === null) return notAssessable(about, 'it has not said anything yet');
	if (listing.instructions === null || listing.instructions === '') return pass(about, 'it gives no instructions');
	const [worst, ...more] = [...scanText(listing.instructions)].sort((a, b) => compareSeverity(a.severity, b.severity));
	if (worst === undefined) return pass(about, `no signs in ${listing.instructions.length} characters of instructions`);
	return fail(
		about,
		worst.severity,
		listed([worst, ...more], ({excerpt}) => excerpt),
		'read the instructions as they are; if they are not yours, stop using the server',
	);
}
