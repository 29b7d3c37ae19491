import * as z from 'zod';
import type {FindingSeverity} from '../domain/security-finding.ts';

const id = z.string().min(1).max(128);

/** The answer to `POST /v1/querybatch`: for each query, in their order, the ids of what is known. */
export const batchAnswer = z.object({
	results: z
		.array(
			z
				.object({vulns: z.array(z.object({id})).max(1000).optional(), next_page_token: z.string().optional()})
				.nullable(),
		)
		.max(1000),
});

/** What is used of an entry, the answer to `GET /v1/vulns/ID` (OSV schema 1.6). */
export const vulnerability = z.object({
	id,
	summary: z.string().optional(),
	aliases: z.array(id).max(100).optional(),
	withdrawn: z.string().optional(),
	database_specific: z
		.object({severity: z.string().optional().catch(undefined)})
		.optional()
		.catch(undefined),
});

export type Vulnerability = z.output<typeof vulnerability>;

/** In GitHub's words where the entry has them; malicious packages are the gravest, what says nothing is in the middle. */
export function severityOfEntry({
	id: name,
	database_specific,
}: Pick<Vulnerability, 'id' | 'database_specific'>): FindingSeverity {
	if (name.startsWith('MAL-')) return 'critical';
	switch (database_specific?.severity?.toUpperCase()) {
		case 'CRITICAL':
			return 'critical';
		case 'HIGH':
			return 'high';
		case 'LOW':
			return 'low';
		default:
			return 'medium';
	}
}
