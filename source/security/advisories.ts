import type {Advisory, AdvisoryEvent, AdvisoryList} from './advisory.ts';
import type {Ecosystem} from './package-identity.ts';

const listedOn = '2026-11-25';

/** From one version on, or from the first, up to but not including the one that mends it. */
const before = (fixed: string, introduced = '0'): readonly AdvisoryEvent[] => [{introduced}, {fixed}];

type Severity = Advisory['database_specific']['severity'];

/** One entry about one package, its source GitHub's advisory database, or OSV for malicious packages. */
function entry(
	ids: readonly [id: string, ...aliases: string[]],
	severity: Severity,
	[ecosystem, name]: readonly [Ecosystem, string],
	events: readonly AdvisoryEvent[],
	summary: string,
	transport?: 'http',
): Advisory {
	const [id, ...aliases] = ids;
	const url = id.startsWith('GHSA-') ? `https://github.com/advisories/${id}` : `https://osv.dev/vulnerability/${id}`;
	const type = ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM';
	return {
		id,
		aliases,
		summary,
		affected: [{package: {ecosystem, name}, ranges: [{type, events}]}],
		references: [{type: 'ADVISORY', url}],
		database_specific: {severity, checked: listedOn, ...(transport && {transport})},
	};
}

const filesystem = ['npm', '@modelcontextprotocol/server-filesystem'] as const;
const inspector = ['npm', '@modelcontextprotocol/inspector'] as const;
const typescriptSdk = ['npm', '@modelcontextprotocol/sdk'] as const;
const pythonSdk = ['PyPI', 'mcp'] as const;
const git = ['PyPI', 'mcp-server-git'] as const;
const kubernetes = ['npm', 'mcp-server-kubernetes'] as const;

/**
 * Vulnerable and malicious packages of the MCP world. A selection, and as old as it says: that a package is not here
 * means only that.
 */
export const shippedAdvisories: AdvisoryList = {
	listedOn,
	advisories: [
		entry(
			['GHSA-6xpm-ggf7-wc3p', 'CVE-2025-6514'],
			'CRITICAL',
			['npm', 'mcp-remote'],
			before('0.1.16', '0.0.5'),
			'a malicious server can run commands on the client',
		),
		entry(
			['GHSA-7f8r-222p-6f5g', 'CVE-2025-49596'],
			'CRITICAL',
			inspector,
			before('0.14.1'),
			'its proxy runs commands for whoever reaches it',
		),
		entry(
			['GHSA-g9hg-qhmf-q45m', 'CVE-2025-58444'],
			'HIGH',
			inspector,
			before('0.16.6'),
			'a malicious server can run scripts, and through them commands',
		),
		entry(
			['GHSA-232v-j27c-5pp6', 'CVE-2026-23744'],
			'CRITICAL',
			['npm', '@mcpjam/inspector'],
			before('1.4.3'),
			'it installs servers for whoever reaches its port',
		),
		entry(
			['GHSA-q66q-fx2p-7w4m', 'CVE-2025-53109'],
			'HIGH',
			filesystem,
			before('2025.7.1'),
			'links lead out of the allowed folders',
		),
		entry(
			['GHSA-hc55-p739-j48w', 'CVE-2025-53110'],
			'HIGH',
			filesystem,
			before('2025.7.1'),
			'folders whose names begin like an allowed one are allowed, too',
		),
		entry(
			['GHSA-gxw4-4fc5-9gr5', 'CVE-2025-53967'],
			'HIGH',
			['npm', 'figma-developer-mcp'],
			before('0.6.3'),
			'arguments can run commands',
		),
		entry(['GHSA-gjv4-ghm7-q58q', 'CVE-2025-53355'], 'HIGH', kubernetes, before('2.5.0'), 'arguments can run commands'),
		entry(
			['GHSA-6mx4-4h42-r8vh', 'CVE-2026-47250'],
			'MODERATE',
			kubernetes,
			before('3.7.0'),
			'arguments reach kubectl, and can send its token elsewhere',
		),
		entry(
			['GHSA-3q26-f695-pp76', 'CVE-2025-53107'],
			'HIGH',
			['npm', '@cyanheads/git-mcp-server'],
			before('2.1.5'),
			'arguments can run commands',
		),
		entry(
			['GHSA-8r9q-7v3j-jr4g', 'CVE-2026-0621'],
			'HIGH',
			typescriptSdk,
			before('1.25.2', '1.3.0'),
			'an address can keep a server with resource templates busy for ever',
		),
		entry(
			['GHSA-w48q-cv73-mx4w', 'CVE-2025-66414'],
			'HIGH',
			typescriptSdk,
			before('1.24.0'),
			'web pages reach HTTP servers on the same machine (DNS rebinding)',
			'http',
		),
		entry(
			['GHSA-345p-7cg4-v4c7', 'CVE-2026-25536'],
			'HIGH',
			typescriptSdk,
			before('1.26.0', '1.10.0'),
			'answers can reach the wrong client where a server is shared',
			'http',
		),
		entry(
			['GHSA-9h52-p55h-vw2f', 'CVE-2025-66416'],
			'HIGH',
			pythonSdk,
			before('1.23.0'),
			'web pages reach HTTP servers on the same machine (DNS rebinding)',
			'http',
		),
		entry(
			['GHSA-j975-95f5-7wqh', 'CVE-2025-53365'],
			'HIGH',
			pythonSdk,
			before('1.10.0'),
			'a client can crash a Streamable HTTP server',
			'http',
		),
		entry(
			['GHSA-3qhf-m339-9g5v', 'CVE-2025-53366'],
			'HIGH',
			pythonSdk,
			before('1.9.4'),
			'a malformed request crashes the server',
		),
		entry(
			['GHSA-jpw9-pfvf-9f58', 'CVE-2026-52869'],
			'HIGH',
			pythonSdk,
			before('1.27.2'),
			'sessions over HTTP are open to whoever knows their id',
			'http',
		),
		entry(
			['GHSA-hvrp-rf83-w775', 'CVE-2026-52870'],
			'HIGH',
			pythonSdk,
			before('1.27.2', '1.23.0'),
			'clients can read and cancel tasks of others',
			'http',
		),
		entry(
			['GHSA-vj7q-gjh5-988w', 'CVE-2026-59950'],
			'HIGH',
			pythonSdk,
			before('1.28.1'),
			'web pages reach servers over WebSocket',
			'http',
		),
		entry(
			['GHSA-5cgr-j3jf-jw3v', 'CVE-2025-68143'],
			'MODERATE',
			git,
			before('2025.9.25'),
			'git_init makes repositories anywhere',
		),
		entry(
			['GHSA-9xwc-hfwc-8w59', 'CVE-2025-68144'],
			'MODERATE',
			git,
			before('2025.12.18'),
			'arguments of git_diff and git_checkout can overwrite files',
		),
		entry(
			['GHSA-j22h-9j4x-23w5', 'CVE-2025-68145'],
			'MODERATE',
			git,
			before('2025.12.18'),
			'--repository does not keep it to that repository',
		),
		entry(
			['GHSA-vjqx-cfc4-9h6v', 'CVE-2026-27735'],
			'MODERATE',
			git,
			before('2026.1.14'),
			'git_add takes files from outside the repository',
		),
		entry(
			['MAL-2025-47604'],
			'CRITICAL',
			['npm', 'postmark-mcp'],
			[{introduced: '1.0.16'}],
			'it sends a copy of every mail to a stranger',
		),
	],
};
