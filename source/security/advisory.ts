import type {FindingSeverity} from '../domain/security-finding.ts';
import {compareVersions} from './compare-versions.ts';
import type {Ecosystem} from './package-identity.ts';

/** A change of state along a line of versions (OSV schema 1.6, `affected[].ranges[].events`). */
export type AdvisoryEvent = {readonly introduced: string} | {readonly fixed: string} | {readonly last_affected: string};

/** A known vulnerability or a malicious package, in the shape of OSV, fields that are not used left out. */
export interface Advisory {
	readonly id: string;
	readonly aliases: readonly string[];
	readonly summary: string;
	readonly affected: readonly {
		readonly package: {readonly ecosystem: Ecosystem; readonly name: string};
		readonly ranges: readonly {
			readonly type: 'SEMVER' | 'ECOSYSTEM';
			readonly events: readonly AdvisoryEvent[];
		}[];
	}[];
	readonly references: readonly {readonly type: 'ADVISORY'; readonly url: string}[];
	readonly database_specific: {
		/** In the words of GitHub's advisory database. */
		readonly severity: 'CRITICAL' | 'HIGH' | 'MODERATE' | 'LOW';
		/** The day on which a person compared the entry with its source, ISO 8601. */
		readonly checked: string;
		/** The flaw is one of servers that listen on HTTP; over stdio nobody reaches it. */
		readonly transport?: 'http';
	};
}

/** Advisories with the day as of which they are complete to the best of our knowledge. */
export interface AdvisoryList {
	/** ISO 8601 date. */
	readonly listedOn: string;
	readonly advisories: readonly Advisory[];
}

/** A package at one version. */
export interface PackageVersion {
	readonly ecosystem: Ecosystem;
	readonly name: string;
	readonly version: string;
}

/** The advisories that name a package, whatever the version. */
export const advisoriesFor = (
	list: AdvisoryList,
	{ecosystem, name}: Omit<PackageVersion, 'version'>,
): readonly Advisory[] =>
	list.advisories.filter(({affected}) =>
		affected.some(one => one.package.ecosystem === ecosystem && one.package.name === name),
	);

/** Whether an advisory is about this version. False for what is no version. */
export const isAffected = (advisory: Advisory, {ecosystem, name, version}: PackageVersion): boolean =>
	advisory.affected.some(
		one =>
			one.package.ecosystem === ecosystem &&
			one.package.name === name &&
			one.ranges.some(({events}) => isWithin(version, events)),
	);

/** The version that mends it, or null. */
export const fixOf = (advisory: Advisory): string | null =>
	advisory.affected.flatMap(({ranges}) =>
		ranges.flatMap(({events}) => events.flatMap(event => ('fixed' in event ? [event.fixed] : []))),
	)[0] ?? null;

export function severityOf({database_specific: {severity}}: Advisory): FindingSeverity {
	switch (severity) {
		case 'CRITICAL':
			return 'critical';
		case 'HIGH':
			return 'high';
		case 'MODERATE':
			return 'medium';
		case 'LOW':
			return 'low';
	}
}

/** Events are in order; the last one that is not beyond the version decides. */
function isWithin(version: string, events: readonly AdvisoryEvent[]): boolean {
	let isAffectedHere = false;
	for (const event of events) {
		if ('introduced' in event) {
			if (event.introduced === '0' || (compareVersions(version, event.introduced) ?? -1) >= 0)
				isAffectedHere = compareVersions(version, '0') !== null;
		} else if ('fixed' in event) {
			if ((compareVersions(version, event.fixed) ?? 0) >= 0) isAffectedHere = false;
		} else if ((compareVersions(version, event.last_affected) ?? 1) > 0) isAffectedHere = false;
	}
	return isAffectedHere;
}
