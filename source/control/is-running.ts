import {readFileSync} from 'node:fs';

/** Whether a process is still there; one that has ended and only waits for its parent to notice is not. */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	return !isZombie(pid);
}

/** Where there is no /proc, nothing is known of it. */
function isZombie(pid: number): boolean {
	try {
		// proc_pid_stat(5): the state follows the name, which may hold parentheses itself.
		return /^ [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\)/s, ''));
	} catch {
		return false;
	}
}
