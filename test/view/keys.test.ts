import {expect, test} from 'vitest';
import {actionFor, keyBindings, nameOfKey} from '../../source/view/keys.ts';
import type {Mode} from '../../source/view/state/screen-state.ts';

const modes: readonly Mode[] = ['fleet', 'typing', 'server', 'tools', 'tool', 'help', 'question'];

test.each(modes)('no key has two meanings (%s)', mode => {
	const keys = keyBindings.filter(binding => binding.modes.includes(mode)).flatMap(binding => binding.keys);
	expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every binding says what it does, in few enough words for the help', () => {
	for (const {help} of keyBindings) {
		expect(help).not.toBe('');
		expect(help.length).toBeLessThanOrEqual(26);
	}
});

test.each(modes)('Ctrl+C always leads out (%s)', mode => expect(actionFor('ctrl+c', mode)).toBe('leave'));

test('an unknown key does nothing', () => {
	for (const mode of modes) expect(actionFor('F13', mode)).toBeNull();
	expect(actionFor('q', 'typing')).toBeNull();
});

test('keys have names that are written on keyboards', () => {
	expect(nameOfKey('escape')).toBe('Esc');
	expect(nameOfKey('up', {up: '↑'})).toBe('↑');
	expect(nameOfKey('G')).toBe('G');
});
