/** What MCP clients hand down from their own environment: enough to find programs and folders, and no secrets. */
const inheritedNames =
	process.platform === 'win32'
		? [
				'APPDATA',
				'HOMEDRIVE',
				'HOMEPATH',
				'LOCALAPPDATA',
				'PATH',
				'PROCESSOR_ARCHITECTURE',
				'SYSTEMDRIVE',
				'SYSTEMROOT',
				'TEMP',
				'USERNAME',
				'USERPROFILE',
				'PROGRAMFILES',
			]
		: ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];

/** The environment of a server's process: the safe part of ours, then what is configured. */
export function environmentFor(configured: Readonly<Record<string, string>>): Record<string, string> {
	const inherited = inheritedNames.flatMap(name => {
		const value = process.env[name];
		// A value that begins like this is a shell function.
		return value === undefined || value.startsWith('()') ? [] : [[name, value] as const];
	});
	return {...Object.fromEntries(inherited), ...configured};
}
