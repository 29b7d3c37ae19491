/** What a server must not be able to do to the screen. */
export const hostileTexts: readonly string[] = [
	'\x1b[2J\x1b[1;1Hcleared\x1b]0;title\x07',
	'\x9b31mred\u0090dcs\u009c',
	'\u202edesrever\u2066isolated',
	'line\r\nbreaks\tand tabs\u2028too',
	'x'.repeat(10_000),
	'日本語のとても長い名前がここにあります',
	'👨‍👩‍👧‍👦🇩🇪👍🏽1️⃣❤️family',
	`zalgo${'\u0301\u0302\u0303'.repeat(30)}`,
	'\u200b\u200d\ufeff\u00ad\u2060nothing',
	'\ud800lone surrogate',
];
