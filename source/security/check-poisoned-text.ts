import {scanText, type TextSign} from '../domain/poison.ts';
import {compareSeverity, type SecurityFinding} from '../domain/security-finding.ts';
import type {About, SecurityContext} from './context.ts';
import {fail, listed, notAssessable, pass, shown} from './finding.ts';
import {type ToolText, textsOfTools} from './tool-texts.ts';

const about: About = {check: 'poisoned_text', owasp: 'MCP03:2025', title: 'Tools are described, and no more'};

/** Texts of tools that hide something from people or say something to the model. */
export function checkPoisonedText({listing}: SecurityContext): SecurityFinding {
	if (listing === null) return notAssessable(about, 'its tools are not known yet');
	const {texts, isCut} = textsOfTools(listing);
	const found = texts.flatMap(one => scanText(one.text).map(sign => ({one, sign})));
	const [worst] = found.sort((a, b) => compareSeverity(a.sign.severity, b.sign.severity));
	if (worst === undefined)
		return pass(
			about,
			`no signs in ${isCut ? 'the first ' : ''}${texts.length} texts of ${listing.tools.length} tools`,
		);
	return fail(
		about,
		worst.sign.severity,
		listed(found, ({one, sign}) => describe(one, sign)),
		'read the text as it is; if it is not yours, stop using the server and tell whoever publishes it',
	);
}

const describe = ({tool, place}: ToolText, {excerpt}: TextSign): string =>
	`${shown(tool) || 'a tool'}, ${shown(place)}: ${excerpt}`;
