import type {TextSign} from './poison.ts';

/**
 * Characters that a person does not see and a model reads: tags, variation selectors in runs, zero-width ones inside
 * words, and those that turn the direction of a text. What emoji, flags and other scripts need is left alone.
 */
export function findHiddenCharacters(text: string): readonly TextSign[] {
	if (!suspicious.test(text)) return [];
	const signs: TextSign[] = [];
	const tags = hiddenTags(text);
	if (tags.length > 0) signs.push(sign('high', `hidden text in ${tags.length} tag characters: ${decodeTags(tags)}`));
	const selectors = (text.match(selectorRuns) ?? []).join('').length;
	if (selectors > 0) signs.push(sign('high', 'data hidden in a run of variation selectors'));
	const overrides = text.match(/[\u202d\u202e]/g)?.length ?? 0;
	if (overrides > 0) signs.push(sign('high', `${overrides} characters that reverse what is shown (U+202D, U+202E)`));
	const embeddings = text.match(/[\u202a\u202b\u2066-\u2068]/g)?.length ?? 0;
	if (embeddings > 0) signs.push(sign('medium', `${embeddings} characters that change the direction of the text`));
	const zeroWidth = (text.match(zeroWidthInWords)?.length ?? 0) + (text.match(invisible)?.length ?? 0);
	if (zeroWidth > 0)
		signs.push(sign(zeroWidth >= manyHidden ? 'high' : 'medium', `${zeroWidth} zero-width characters inside words`));
	const controls = text.match(control)?.length ?? 0;
	if (controls > 0) signs.push(sign('medium', `${controls} control characters`));
	return signs;
}

/** From here on they are more likely a message than a slip. */
const manyHidden = 8;

const sign = (severity: TextSign['severity'], excerpt: string): TextSign => ({kind: 'hidden', severity, excerpt});

/** Any of what is told apart below. */
const suspicious =
	/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u180e\u200b\u200c\u202a-\u202e\u2060-\u2068\ufeff\u{e0000}-\u{e007f}]|\u200d|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2}/u;
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
/** One selector after a character is how emoji and some scripts are written; two say nothing to a font. */
const selectorRuns = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}/gu;
/** Between Latin letters and digits nothing joins or breaks. */
const zeroWidthInWords = /(?<=[A-Za-z\d])[\u200b-\u200d\u2060\ufeff]+(?=[A-Za-z\d])/g;
/** Invisible operators, and zero-width characters in a row. */
const invisible = /[\u2061-\u2064\u180e]|[\u200b-\u200d\u2060\ufeff]{3,}/g;
/** A flag of a region: a black flag, the letters of its name as tags, and the end. */
const flags = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu;

const hiddenTags = (text: string): readonly string[] => text.replace(flags, '').match(/[\u{e0000}-\u{e007f}]/gu) ?? [];

const decodeTags = (tags: readonly string[]): string =>
	tags
		.slice(0, 60)
		.map(tag => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000))
		.join('')
		.replace(/[^ -~]/g, '');
