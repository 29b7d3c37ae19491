import {open, readdir, realpath} from 'node:fs/promises';
import {dirname, isAbsolute, join, resolve} from 'node:path';
import type {StdioServer} from '../domain/server.ts';
import type {PackageVersion} from './advisory.ts';
import {identify} from './package-identity.ts';

/** What is installed on this machine of what a server runs. */
export interface PackageFacts {
	/** The package that the command starts; null where none was found. */
	readonly server: PackageVersion | null;
	/** Packages that it runs with and that advisories are about. */
	readonly libraries: readonly PackageVersion[];
}

/** Where to look beside the server's own folder. */
export interface Surroundings {
	/** Absolute; where relative paths of servers without a folder start. */
	readonly folder: string;
	/** npm's cache, usually `~/.npm`; null where it is not known. */
	readonly npmCache: string | null;
}

const watchedLibraries = ['@modelcontextprotocol/sdk'];
const nothing: PackageFacts = {server: null, libraries: []};

/**
 * Reads manifests beside what a server's command starts; starts nothing and asks nobody. Never rejects, and looks at a
 * bounded number of small files.
 */
export async function findPackages(server: StdioServer, {folder, npmCache}: Surroundings): Promise<PackageFacts> {
	const start = server.cwd ?? folder;
	const identity = identify(server);
	switch (identity.kind) {
		case 'package': {
			if (identity.ecosystem !== 'npm') return nothing;
			const {name, spec} = identity;
			const local = await findAbove(start, `node_modules/${name}/package.json`);
			const found = local ?? (npmCache === null ? null : await findInCache(npmCache, name, spec));
			return found === null ? nothing : withLibraries(found);
		}
		case 'file':
		case 'program': {
			const path = isAbsolute(identity.path) || identity.path.includes('/') ? resolve(start, identity.path) : null;
			const real = path === null ? null : await realpath(path).catch(() => null);
			const found = real === null ? null : await findAbove(dirname(real), 'package.json');
			return found === null ? nothing : withLibraries(found);
		}
		case 'image':
		case 'module':
			return nothing;
	}
}

interface Found extends PackageVersion {
	readonly folder: string;
}

async function withLibraries({folder, ecosystem, name, version}: Found): Promise<PackageFacts> {
	const found = await Promise.all(watchedLibraries.map(one => findAbove(folder, `node_modules/${one}/package.json`)));
	return {
		server: {ecosystem, name, version},
		libraries: found.flatMap(one =>
			one === null || one.name === name ? [] : [{ecosystem: one.ecosystem, name: one.name, version: one.version}],
		),
	};
}

const mostLevels = 16;

/** The nearest manifest of that path, going up, that has a name and a version. */
async function findAbove(start: string, path: string): Promise<Found | null> {
	let folder = start;
	for (let level = 0; level < mostLevels; level++) {
		const found = await readManifest(join(folder, path));
		if (found) return found;
		const parent = dirname(folder);
		if (parent === folder) return null;
		folder = parent;
	}
	return null;
}

const mostCached = 200;

/** npx keeps a folder for each set of specifications, and names them in its manifest. */
async function findInCache(cache: string, name: string, spec: string): Promise<Found | null> {
	const root = join(cache, '_npx');
	const folders = await readdir(root).catch(() => []);
	for (const folder of folders.slice(0, mostCached)) {
		const manifest = await readJson(join(root, folder, 'package.json'));
		const npx = isRecord(manifest) && isRecord(manifest._npx) ? manifest._npx.packages : null;
		if (!Array.isArray(npx) || !npx.includes(spec)) continue;
		const found = await readManifest(join(root, folder, 'node_modules', name, 'package.json'));
		if (found) return found;
	}
	return null;
}

async function readManifest(path: string): Promise<Found | null> {
	const manifest = await readJson(path);
	if (!isRecord(manifest)) return null;
	const {name, version} = manifest;
	if (typeof name !== 'string' || typeof version !== 'string' || name === '' || version === '') return null;
	return {ecosystem: 'npm', name: name.slice(0, 214), version: version.slice(0, 256), folder: dirname(path)};
}

const largestManifest = 256 * 1024;

async function readJson(path: string): Promise<unknown> {
	const file = await open(path, 'r').catch(() => null);
	if (file === null) return null;
	try {
		const {size} = await file.stat();
		return size > largestManifest ? null : JSON.parse(await file.readFile('utf8'));
	} catch {
		return null;
	} finally {
		await file.close().catch(() => {});
	}
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
