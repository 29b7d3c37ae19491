import {type FSWatcher, type Stats, watch} from 'node:fs';
import {realpath, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {Cancel, Clock} from '../domain/ports.ts';

/** An editor that is saving has done so by then. */
const calmMs = 300;
/** In a folder that never comes to rest, it is looked after so long all the same. */
const longestUnrestMs = 2000;
/** For what nobody tells us of: file systems over a network, and folders that cannot be watched. */
const lookEveryMs = 5000;

/**
 * Tells when a file may have changed: in place, by a rename over it, or because a link on the way to it leads
 * elsewhere. Not while it is away: editors take the old one away before they put the new one there.
 */
export function watchFile(path: string, clock: Clock, onChange: () => void): Cancel {
	const folders = new Map<string, FSWatcher>();
	let known: string | null = null;
	let cancelLook: Cancel = () => {};
	/** When something in a folder changed first since the last look, in ticks; null while nothing has. */
	let unrestSince: number | null = null;
	let isStopped = false;

	/** The folder of each name that can be changed: of the link, and of what it leads to. */
	function follow(paths: readonly string[]): void {
		const wanted = new Set(paths.map(one => dirname(one)));
		for (const [folder, watcher] of folders) {
			if (wanted.has(folder)) continue;
			watcher.close();
			folders.delete(folder);
		}
		for (const folder of wanted) {
			if (!folders.has(folder)) watchFolder(folder);
		}
	}

	function watchFolder(folder: string): void {
		try {
			const watcher = watch(folder, {persistent: false}, stir);
			watcher.on('error', () => {
				watcher.close();
				if (folders.get(folder) === watcher) folders.delete(folder);
			});
			folders.set(folder, watcher);
		} catch {
			// Looking from time to time is left.
		}
	}

	function stir(): void {
		unrestSince ??= clock.ticks();
		lookIn(Math.min(calmMs, Math.max(0, unrestSince + longestUnrestMs - clock.ticks())));
	}

	function lookIn(ms: number): void {
		cancelLook();
		if (!isStopped) cancelLook = clock.after(ms, () => void look());
	}

	async function look(): Promise<void> {
		unrestSince = null;
		const found = await fingerprint(path);
		if (isStopped) return;
		lookIn(lookEveryMs);
		follow(found ? [path, found.target] : [path]);
		const before = known;
		known = found?.print ?? known;
		if (before !== null && known !== before) onChange();
	}

	void look();
	return () => {
		isStopped = true;
		cancelLook();
		for (const watcher of folders.values()) watcher.close();
	};
}

/** What differs once a file is another one; null while it is away. */
async function fingerprint(path: string): Promise<{readonly target: string; readonly print: string} | null> {
	try {
		const target = await realpath(path);
		const facts = await stat(target);
		return {target, print: `${target} ${print(facts)}`};
	} catch {
		return null;
	}
}

/** The time of the last change covers mode and owner, too: what was refused for them may be fine now. */
const print = ({dev, ino, size, ctimeMs}: Stats): string => [dev, ino, size, ctimeMs].join(' ');
