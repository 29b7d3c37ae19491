import * as z from 'zod';
import {plural} from '../../domain/format.ts';
import {isObject, type JsonObject} from '../../domain/json.ts';
import {type Lock, lockVersion} from '../../domain/lock.ts';
import type {Listing, Tool} from '../../domain/probe-result.ts';
import {type Hash, type Snapshot, takeSnapshot} from '../../domain/snapshot.ts';
import {BrokenFile, NewerFile} from './broken.ts';

/**
 * Reads the text of a lock file. Throws `BrokenFile` or `NewerFile` where it is none, was made by a newer program, or
 * does not hold what its hashes say.
 */
export function decodeLock(text: string, hash: Hash): Lock {
	const content = parse(text);
	const versioned = z.looseObject({version: z.int().positive(), servers: z.unknown()}).safeParse(content);
	if (!versioned.success) throw new BrokenFile('it is no lock file of LangSight');
	const {version} = versioned.data;
	if (version > lockVersion)
		throw new NewerFile(`it is of version ${version}, and this LangSight knows ${lockVersion}`);
	const parsed = shape.safeParse(content);
	if (!parsed.success) throw new BrokenFile(describe(parsed.error));
	const lock = new Map<string, Snapshot>();
	for (const server of parsed.data.servers) {
		if (lock.has(server.name)) throw new BrokenFile(`it has ${JSON.stringify(server.name)} more than once`);
		lock.set(server.name, toSnapshot(server, hash));
	}
	return lock;
}

const object = z.custom<JsonObject>(isObject, 'must be an object');

const server = z.looseObject({
	name: z.string().min(1),
	hash: z.string(),
	protocol_version: z.string().nullable(),
	server_info: z.custom<NonNullable<Listing['serverInfo']>>(isInfo, 'must have a name and a version').nullable(),
	capabilities: object,
	instructions: z.string().nullable(),
	tools: z.array(
		z.custom<Tool>(value => isObject(value) && typeof value.name === 'string', 'must be a tool with a name'),
	),
});

/** What servers said is taken as a whole: a copy of it could lose keys, and with them the hash. */
function isInfo(value: unknown): boolean {
	return isObject(value) && typeof value.name === 'string' && typeof value.version === 'string';
}

const shape = z.looseObject({servers: z.array(server)});

function toSnapshot(one: z.infer<typeof server>, hash: Hash): Snapshot {
	const {tools, instructions, capabilities} = one;
	const about = {protocolVersion: one.protocol_version, serverInfo: one.server_info, capabilities};
	const snapshot = takeSnapshot({...about, tools, instructions, malformed: []}, 0, hash);
	if (snapshot.hash === one.hash) return snapshot;
	throw new BrokenFile(`what it says of ${JSON.stringify(one.name)} does not fit its hash: it was changed by hand`);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, ''));
	} catch {
		const isConflict = /^(?:<{7}|={7}|>{7})/m.test(text);
		throw new BrokenFile(isConflict ? 'a merge conflict in it is not resolved' : 'it is not JSON');
	}
}

function describe({issues}: z.ZodError): string {
	const [first] = issues;
	const where = first?.path.map((step, index) =>
		typeof step === 'number' ? `[${step}]` : `${index ? '.' : ''}${String(step)}`,
	);
	const more = issues.length > 1 ? `, and ${plural(issues.length - 1, 'more mistake')}` : '';
	return `${where?.join('') ?? 'it'}: ${first?.message ?? 'not as expected'}${more}`;
}
