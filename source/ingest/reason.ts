/** Why a port cannot be used, in few words. */
export function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : null;
	if (code === 'EADDRINUSE') return 'something else listens there';
	if (code === 'EACCES') return 'that takes more rights';
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address';
	return typeof code === 'string' ? code : String(error);
}
