/**
 * Writes as `\u200b` what a person would not see or a terminal would obey: controls, invisible characters, those that
 * turn the direction of a text, spaces that only look like one. Line breaks stay. JSON text means the same afterwards.
 */
export const escapeHidden = (text: string): string => text.replace(hidden, escapeUnits);

const hidden =
	/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u00a0\u1680\u2000-\u200a\u202f\u205f]/gu;

const escapeUnits = (character: string): string =>
	character
		.split('')
		.map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');
