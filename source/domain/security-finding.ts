/** How much a fail matters, the gravest first. */
export const findingSeverities = ['critical', 'high', 'medium', 'low'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

/** The OWASP MCP Top 10 as its project numbers it, in words of our own. */
export const owaspRisks = {
	'MCP01:2025': 'secrets that are exposed',
	'MCP02:2025': 'more privileges than the work needs',
	'MCP03:2025': 'poisoned tools',
	'MCP04:2025': 'supply chain',
	'MCP05:2025': 'execution of commands',
	'MCP06:2025': 'instructions that steer the model',
	'MCP07:2025': 'authentication and authorization',
	'MCP08:2025': 'audit and telemetry',
	'MCP09:2025': 'servers nobody approved',
	'MCP10:2025': 'context that is shared too widely',
} as const;
export type OwaspId = keyof typeof owaspRisks;

/** The checks by name, in the order in which a report has them. */
export const securityCheckNames = [
	'literal_secret',
	'file_mode',
	'broad_access',
	'poisoned_text',
	'shadowed_tool',
	'unpinned_package',
	'known_advisory',
	'command_execution',
	'poisoned_instructions',
	'authentication',
	'tls',
] as const;
export type SecurityCheckName = (typeof securityCheckNames)[number];

/** What one check found at one server. Holds no secret. */
export interface SecurityFinding {
	/** One of `securityCheckNames`; text, for reports of other versions may have more. */
	readonly check: string;
	readonly owasp: OwaspId;
	readonly title: string;
	readonly result: 'pass' | 'fail' | 'not_assessable';
	/** Null unless it is a fail. */
	readonly severity: FindingSeverity | null;
	/** Redacted, one line, fit to print. */
	readonly evidence: string | null;
	/** What to do; null unless it is a fail. */
	readonly remedy: string | null;
	/** Why it cannot be assessed; null where it was. */
	readonly reason: string | null;
}

export interface SecurityReport {
	readonly server: string;
	readonly findings: readonly SecurityFinding[];
}

/** What the configuration says of the security checks. */
export interface SecuritySettings {
	readonly isEnabled: boolean;
	/** Package names and versions may be sent to OSV. */
	readonly osv: boolean;
	/** Names of checks and ids of OWASP whose findings do not count. */
	readonly ignore: readonly string[];
}

/** The gravest first; negative where `one` is graver. */
export const compareSeverity = (one: FindingSeverity, other: FindingSeverity): number =>
	findingSeverities.indexOf(one) - findingSeverities.indexOf(other);

/** The fails of a report, the gravest first. */
export const failsOf = ({findings}: SecurityReport): readonly (SecurityFinding & {severity: FindingSeverity})[] =>
	findings
		.filter((finding): finding is SecurityFinding & {severity: FindingSeverity} => finding.severity !== null)
		.sort((a, b) => compareSeverity(a.severity, b.severity));

/** The gravest fail's severity; null without a fail. */
export const worstOf = (report: SecurityReport): FindingSeverity | null => failsOf(report)[0]?.severity ?? null;

/** The exit code of a scan: 1 when any server has a fail at least as grave as `failOn`. */
export const scanExit = (reports: readonly SecurityReport[], failOn: FindingSeverity): 0 | 1 =>
	reports.some(report => failsOf(report).some(({severity}) => compareSeverity(severity, failOn) <= 0)) ? 1 : 0;
