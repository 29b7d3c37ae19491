import type {SecuritySettings} from '../domain/security-finding.ts';
import type {Config} from './parse-config.ts';

/** The checks are made unless they are switched off; nothing is sent to OSV unless that is switched on. */
export function toSecurity({data: {security = {}}}: Config): SecuritySettings {
	const {enabled = true, osv = false, ignore = []} = security;
	return {isEnabled: enabled, osv, ignore: [...new Set(ignore)]};
}
