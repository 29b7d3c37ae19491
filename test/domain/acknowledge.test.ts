import {expect, test} from 'vitest';
import {acknowledgeOpen, isAcknowledged, unacknowledged, unacknowledgeOpen} from '../../source/domain/acknowledge.ts';
import {noon, openIncident} from '../helpers/fleet.ts';

const anna = {at: noon, by: 'anna', reason: 'on it'};
const bob = {at: noon, by: 'bob', reason: null};
const closed = openIncident({kind: 'slow', endedAt: noon, ending: 'recovered'});

test('a server is acknowledged when everything that is open and told has been taken on', () => {
	const open = [openIncident(), openIncident({kind: 'schema_drift'}), closed];
	const taken = acknowledgeOpen(open, anna);
	expect([open, taken, [closed], []].map(isAcknowledged)).toEqual([false, true, false, false]);
	expect(isAcknowledged([openIncident({kind: 'flapping'}), ...taken])).toBe(false);
	expect(isAcknowledged([openIncident({kind: 'stale', announcedAt: null}), ...taken])).toBe(true);
	expect(isAcknowledged([openIncident({announcedAt: null})])).toBe(false);
});

test('who came first stays, what is over is left alone, and it can be taken back', () => {
	const taken = acknowledgeOpen([openIncident(), closed], anna);
	const twice = acknowledgeOpen([openIncident({kind: 'stale'}), ...taken], bob);
	expect(twice.map(({acknowledgement}) => acknowledgement?.by)).toEqual(['bob', 'anna', undefined]);
	expect(unacknowledged(twice)).toEqual([]);
	expect(unacknowledged(unacknowledgeOpen(twice)).map(({kind}) => kind)).toEqual(['stale', 'down']);
});
