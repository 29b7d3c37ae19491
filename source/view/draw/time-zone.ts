/**
 * Abbreviations that need no question to Intl, see `domain/local-time.ts`, by the names that a Date writes in English. A
 * test holds them against Intl.
 */
const known: Readonly<Record<string, string>> = {
	'Coordinated Universal Time': 'UTC',
	'Greenwich Mean Time': 'GMT',
	'British Summer Time': 'BST',
	'Western European Standard Time': 'WET',
	'Western European Summer Time': 'WEST',
	'Central European Standard Time': 'CET',
	'Central European Summer Time': 'CEST',
	'Eastern European Standard Time': 'EET',
	'Eastern European Summer Time': 'EEST',
	'Eastern Standard Time': 'EST',
	'Eastern Daylight Time': 'EDT',
	'Central Standard Time': 'CST',
	'Central Daylight Time': 'CDT',
	'Mountain Standard Time': 'MST',
	'Mountain Daylight Time': 'MDT',
	'Pacific Standard Time': 'PST',
	'Pacific Daylight Time': 'PDT',
	'India Standard Time': 'IST',
	'Australian Western Standard Time': 'AWST',
	'Australian Eastern Standard Time': 'AEST',
	'Australian Eastern Daylight Time': 'AEDT',
	'New Zealand Standard Time': 'NZST',
	'New Zealand Daylight Time': 'NZDT',
};

/** The abbreviation of the local time zone at that time: `CET`, or `GMT+9` where English has none. */
export function zoneAt(at: number): string {
	const name = /\((.*)\)/.exec(new Date(at).toString())?.[1] ?? '';
	const found = known[name] ?? asked.get(name) ?? askIntl(at);
	if (!(name in known)) asked.set(name, found);
	return found;
}

/** A zone has two names a year. */
const asked = new Map<string, string>();

/** Each English knows the abbreviations of its own part of the world, and writes GMT+1 for the others. */
function askIntl(at: number): string {
	const names = ['en-GB', 'en-US', 'en-AU', 'en-IN'].map(
		locale =>
			new Intl.DateTimeFormat(locale, {timeZoneName: 'short'})
				.formatToParts(at)
				.find(({type}) => type === 'timeZoneName')?.value ?? '',
	);
	return names.find(name => !name.startsWith('GMT')) ?? names[0] ?? '';
}
