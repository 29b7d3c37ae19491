import {readFile} from 'node:fs/promises';
import {Ajv2020} from 'ajv/dist/2020.js';
import {describe, expect, test} from 'vitest';
import {type SecurityFinding, type SecurityReport, scanExit} from '../../source/domain/security-finding.ts';
import {renderScan} from '../../source/report/scan.ts';
import {renderScanJson} from '../../source/report/scan-json.ts';
import {noon} from '../helpers/fleet.ts';

const finding = (changes: Partial<SecurityFinding>): SecurityFinding => ({
	check: 'tls',
	owasp: 'MCP07:2025',
	title: 'Encrypted',
	result: 'pass',
	severity: null,
	evidence: 'https',
	remedy: null,
	reason: null,
	...changes,
});
const failed = (severity: 'critical' | 'high' | 'medium' | 'low', check = 'tls') =>
	finding({check, result: 'fail', severity, evidence: `${severity} matter`, remedy: 'mend it'});
const open = finding({
	check: 'known_advisory',
	owasp: 'MCP04:2025',
	result: 'not_assessable',
	evidence: null,
	reason: 'the version is not known',
});

const reports: readonly SecurityReport[] = [
	{server: 'fine', findings: [finding({})]},
	{server: 'so-so', findings: [failed('low'), failed('medium', 'authentication'), open]},
	{server: 'bad', findings: [failed('critical'), open]},
];

describe('a scan for people', () => {
	test('begins with the worst server and its gravest fail, and ends with what was not judged', () =>
		expect(renderScan(reports, {isColored: false, isVerbose: false})).toBe(
			[
				'bad: 1 fail, 0 passed, 1 not assessable',
				'  CRITICAL  MCP07:2025 tls: critical matter',
				'            mend it',
				'',
				'so-so: 2 fails, 0 passed, 1 not assessable',
				'  MEDIUM    MCP07:2025 authentication: medium matter',
				'            mend it',
				'  LOW       MCP07:2025 tls: low matter',
				'            mend it',
				'',
				'fine: no fails, 1 passed',
				'',
				'3 servers: 1 critical, 1 medium, 1 low',
				'Not assessable:',
				'  known_advisory: the version is not known (2 servers)',
				'MCP08:2025, MCP09:2025 and MCP10:2025 are not checked.',
				'',
			].join('\n'),
		));
	test('tells everything when asked to', () => {
		const text = renderScan(reports, {isColored: false, isVerbose: true});
		expect(text).toContain('  pass      MCP07:2025 tls: https');
		expect(text).toContain('  open      MCP04:2025 known_advisory: the version is not known');
	});
	test('colours the severity and nothing else', () => {
		const text = renderScan(reports, {isColored: true, isVerbose: false});
		expect(text).toContain('\u001b[31mCRITICAL\u001b[0m  MCP07');
		expect(text.match(/\u001b\[\d+m/g)).toHaveLength(6);
	});
});

test('a scan for programs has every finding in words that do not change', async () => {
	const report = JSON.parse(renderScanJson(reports, {now: noon, listedOn: '2026-11-25', advisories: 24}));
	expect(report).toMatchObject({
		version: 1,
		scanned_at: '2026-04-02T12:22:00.000Z',
		advisories: {listed_on: '2026-11-25', count: 24},
		servers: [
			{name: 'fine', worst: null},
			{name: 'so-so', worst: 'medium'},
			{name: 'bad', worst: 'critical'},
		],
	});
	const schema = JSON.parse(await readFile(new URL('../../schemas/scan.v1.schema.json', import.meta.url), 'utf8'));
	const validate = new Ajv2020({allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true}).compile(
		schema,
	);
	expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
	expect(validate({...report, servers: [{name: 'a', worst: 'awful', findings: []}]})).toBe(false);
	expect(report.servers[2].findings[0]).toEqual({
		check: 'tls',
		owasp: 'MCP07:2025',
		title: 'Encrypted',
		result: 'fail',
		severity: 'critical',
		evidence: 'critical matter',
		remedy: 'mend it',
		reason: null,
	});
});

test.each([
	['critical', 0],
	['high', 0],
	['medium', 1],
	['low', 1],
] as const)('a medium fail makes a scan that fails on %s end with %i', (failOn, code) =>
	expect(scanExit(reports.slice(0, 2), failOn)).toBe(code),
);
test('a server that cannot be judged fails nothing', () =>
	expect(scanExit([{server: 'a', findings: [open]}], 'low')).toBe(0));
