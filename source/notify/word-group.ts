import type {WordGroup} from './sender.ts';

/** One line for alerts that have one cause: `12 of 35 servers down, all on mcp.internal`. */
export const wordGroup: WordGroup = (alerts, fleetSize) => {
	const [first] = alerts;
	if (first === undefined) return '';
	const count = new Set(alerts.map(({server}) => server)).size;
	const what = first.phase === 'closed' ? 'up again' : first.about.replaceAll('_', ' ');
	const cause = alerts.find(({details}) => details.group !== undefined)?.details.group;
	return `${count} of ${Math.max(fleetSize, count)} servers ${what}${cause ? `: ${cause}` : ''}`;
};
