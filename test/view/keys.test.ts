import {expect, test} from 'vitest';
import {editKeys} from '../../source/view/entry/edit-keys.ts';
import {actionFor, keyBindings, nameOfKey} from '../../source/view/keys.ts';
import {modes} from '../../source/view/state/screen-state.ts';

test.each(modes)('no key has two meanings (%s)', mode => {
	const keys = keyBindings.filter(binding => binding.modes.includes(mode)).flatMap(binding => binding.keys);
	expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
	if (mode === 'typing') expect(keys.filter(key => Object.hasOwn(editKeys, key))).toEqual([]);
});

test('every binding says what it does', () => {
	for (const {help, modes: those} of keyBindings) {
		expect(help).not.toBe('');
		expect(those.length).toBeGreaterThan(0);
	}
});

test.each(modes)('Ctrl+C always leads out (%s)', mode => expect(actionFor('ctrl+c', mode)).toBe('leave'));

test.each(modes.filter(mode => !['fleet', 'question', 'typing'].includes(mode)))('Esc goes back (%s)', mode =>
	expect(actionFor('escape', mode)).toBe('back'),
);

test('an unknown key does nothing', () => {
	for (const mode of modes) expect(actionFor('F13', mode)).toBeNull();
	expect(actionFor('q', 'typing')).toBeNull();
});

test('keys have names that are written on keyboards', () => {
	expect(nameOfKey('escape')).toBe('Esc');
	expect(nameOfKey(' ')).toBe('Space');
	expect(nameOfKey('ctrl+l')).toBe('Ctrl+L');
	expect(nameOfKey('up', {up: '↑'})).toBe('↑');
	expect(nameOfKey('G')).toBe('G');
});
