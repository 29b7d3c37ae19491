/** Signals a whole process group (on Windows: its leader). Nothing happens when it is gone. */
export function killGroup(pgid: number, signal: NodeJS.Signals): void {
	// -1 and 0 would mean everybody and ourselves.
	if (!Number.isSafeInteger(pgid) || pgid <= 1) return;
	try {
		process.kill(process.platform === 'win32' ? pgid : -pgid, signal);
	} catch {
		// Gone already (ESRCH), or no longer ours to signal (EPERM).
	}
}
