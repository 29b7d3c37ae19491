import {type SecurityReport, worstOf} from '../domain/security-finding.ts';

/** What a scan was made with. */
export interface ScanFacts {
	/** Ms since the epoch. */
	readonly now: number;
	/** The advisory list that ships: its day, ISO 8601, and its length. */
	readonly listedOn: string;
	readonly advisories: number;
}

/** The findings for programs, version 1: fields may be added within a version, never changed. Holds no secret. */
export function renderScanJson(reports: readonly SecurityReport[], {now, listedOn, advisories}: ScanFacts): string {
	const report = {
		version: 1,
		scanned_at: new Date(now).toISOString(),
		advisories: {listed_on: listedOn, count: advisories},
		servers: reports.map(one => ({
			name: one.server,
			worst: worstOf(one),
			findings: one.findings.map(({check, owasp, title, result, severity, evidence, remedy, reason}) => ({
				check,
				owasp,
				title,
				result,
				severity,
				evidence,
				remedy,
				reason,
			})),
		})),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
