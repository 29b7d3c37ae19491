import type {Clock} from '../domain/ports.ts';
import type {FindingSeverity} from '../domain/security-finding.ts';
import type {PackageVersion} from './advisory.ts';
import {type AskJson, createAsker} from './osv-request.ts';
import {batchAnswer, severityOfEntry, type Vulnerability, vulnerability} from './osv-shape.ts';

/** A vulnerability that OSV knows of a package. Its texts are foreign. */
export interface OsvHit {
	readonly of: PackageVersion;
	readonly id: string;
	readonly aliases: readonly string[];
	readonly summary: string | null;
	readonly severity: FindingSeverity;
}

/** What OSV knows of some packages, or why that could not be told. */
export type OsvAnswer =
	| {readonly ok: true; readonly found: readonly OsvHit[]}
	| {readonly ok: false; readonly reason: string};

/** Keeps answers between questions, and where it writes them down, between runs. Neither may throw. */
export interface OsvCache {
	get(key: string): {readonly at: number; readonly hits: readonly OsvHit[]} | undefined;
	set(key: string, answer: {readonly at: number; readonly hits: readonly OsvHit[]}): void;
}

export interface OsvOptions {
	/** The service's address, `https://api.osv.dev` unless it is mirrored. */
	readonly url: string;
	readonly clock: Clock;
	/** Absent: in memory. */
	readonly cache?: OsvCache;
}

export interface OsvClient {
	/** Never rejects, and answers within `deadlineMs`. Names and versions of these packages leave this machine. */
	ask(packages: readonly PackageVersion[], signal: AbortSignal): Promise<OsvAnswer>;
}

export const osvAddress = 'https://api.osv.dev';
const deadlineMs = 5000;
const keptForMs = 24 * 3_600_000;
const mostPackages = 500;
/** Entries beyond are told by their ids alone. */
const mostDetails = 40;

/** Asks OSV (https://google.github.io/osv.dev/api/) which vulnerabilities are known. Without an answer nothing fails. */
export function createOsvClient({url, clock, cache = createMemory()}: OsvOptions): OsvClient {
	const ask = createAsker(url);
	return {
		async ask(packages, signal) {
			const unique = [...new Map(packages.map(one => [keyOf(one), one])).values()].slice(0, mostPackages);
			const kept = unique.map(one => freshOf(cache, one, clock.now()));
			const open = unique.filter((_one, at) => kept[at] === null);
			const known = kept.flatMap(hits => hits ?? []);
			if (open.length === 0) return {ok: true, found: known};
			const deadline = new AbortController();
			const cancel = clock.after(deadlineMs, () => deadline.abort());
			try {
				const found = await lookUp(ask, open, AbortSignal.any([signal, deadline.signal]));
				for (const one of open) {
					cache.set(keyOf(one), {at: clock.now(), hits: found.filter(({of}) => keyOf(of) === keyOf(one))});
				}
				return {ok: true, found: [...known, ...found]};
			} catch (error) {
				return {ok: false, reason: describe(error, deadline.signal.aborted)};
			} finally {
				cancel();
			}
		},
	};
}

async function lookUp(
	ask: AskJson,
	packages: readonly PackageVersion[],
	signal: AbortSignal,
): Promise<readonly OsvHit[]> {
	const queries = packages.map(({ecosystem, name, version}) => ({package: {ecosystem, name}, version}));
	const {results} = batchAnswer.parse(await ask('/v1/querybatch', {queries}, signal));
	if (results.length !== packages.length) throw new Error('it answered another number of questions');
	const ids = [...new Set(results.flatMap(result => (result?.vulns ?? []).map(({id}) => id)))];
	const details = await Promise.all(
		ids.slice(0, mostDetails).map(async id => [id, await detailsOf(ask, id, signal)] as const),
	);
	const entries = new Map(details);
	return packages.flatMap((of, at) =>
		(results[at]?.vulns ?? []).flatMap(({id}) => {
			const entry = entries.get(id) ?? {id};
			return entry.withdrawn === undefined ? [toHit(of, entry)] : [];
		}),
	);
}

/** An entry that cannot be read is told by its id. */
async function detailsOf(ask: AskJson, id: string, signal: AbortSignal): Promise<Vulnerability> {
	const answer = await ask(`/v1/vulns/${encodeURIComponent(id)}`, null, signal).catch((error: unknown) => {
		if (signal.aborted) throw error;
		return null;
	});
	const parsed = vulnerability.safeParse(answer);
	return parsed.success ? parsed.data : {id};
}

const toHit = (of: PackageVersion, entry: Vulnerability): OsvHit => ({
	of,
	id: entry.id,
	aliases: entry.aliases ?? [],
	summary: entry.summary?.slice(0, 500) ?? null,
	severity: severityOfEntry(entry),
});

const keyOf = ({ecosystem, name, version}: PackageVersion): string => `${ecosystem} ${name} ${version}`;

function freshOf(cache: OsvCache, one: PackageVersion, now: number): readonly OsvHit[] | null {
	const kept = cache.get(keyOf(one));
	// A clock that was put back makes nothing fresh for ever.
	return kept && now >= kept.at && now - kept.at < keptForMs ? kept.hits : null;
}

function describe(error: unknown, isLate: boolean): string {
	if (isLate) return `OSV did not answer within ${deadlineMs / 1000} s`;
	const {cause, message} = error instanceof Error ? error : {cause: null, message: ''};
	const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
	if (code !== '') return `OSV could not be reached (${code})`;
	return message.startsWith('it answered') ? `OSV: ${message}` : 'OSV did not answer as it should';
}

const mostKept = 2000;

function createMemory(): OsvCache {
	const kept = new Map<string, {readonly at: number; readonly hits: readonly OsvHit[]}>();
	return {
		get: key => kept.get(key),
		set(key, answer) {
			if (kept.size >= mostKept) kept.clear();
			kept.set(key, answer);
		},
	};
}
