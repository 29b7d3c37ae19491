/** Foreign text that stands in Markdown as it is: nothing in it marks, links, or ends a cell. One line. */
export const toMarkdown = (text: string): string =>
	text
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/[\\`*_{}[\]<>|~#]/g, '\\$&')
		.replaceAll('&', '&amp;')
		// Nor does it become a link or a mention by itself, as addresses and names do on some pages.
		.replaceAll(/\b(https?|ftp|mailto):/gi, '$1\\:')
		.replaceAll(/\bwww\./gi, 'www\\.')
		.replaceAll('@', '&#64;');

/** A table; the cells are Markdown already. */
export const renderMarkdownTable = (
	titles: readonly string[],
	rows: readonly (readonly string[])[],
): readonly string[] => [titles, titles.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`);
