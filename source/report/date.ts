const format = new Intl.DateTimeFormat('sv-SE', {
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
});

/** Local time, to the minute: `2026-04-02 08:15`. */
export const formatDate = (at: number): string => format.format(at);
