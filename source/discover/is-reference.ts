/** True for a text that is nothing but variables, ours or of the program that gets it, with words such as Bearer before them. */
export const isReference = (text: string): boolean =>
	/^(?:[A-Za-z]+ )?(?:\$?\$\{[A-Za-z_]\w*(?::-[^{}]*)?\})+$/.test(text);
