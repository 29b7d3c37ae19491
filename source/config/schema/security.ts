import {owaspRisks, securityCheckNames} from '../../domain/security-finding.ts';
import {flag, list, section, text} from './fields.ts';

const known: readonly string[] = [...securityCheckNames, ...Object.keys(owaspRisks)];

const ignored = text(64).refine(
	value => known.includes(value),
	`must be a check such as ${securityCheckNames[0]}, or an id such as ${Object.keys(owaspRisks)[3]}`,
);

/** The security checks: whether they are made, whether OSV is asked, and what does not count. */
export const security = section({
	enabled: flag.optional(),
	osv: flag.optional(),
	ignore: list(ignored, 'must be a list of check ids').optional(),
});
