import {expect, test} from 'vitest';
import {createSettable} from '../../source/domain/settable.ts';

test('listeners hear of a new value, and of nothing else', () => {
	const store = createSettable('a');
	const heard: string[] = [];
	const cancel = store.subscribe(() => heard.push(store.getSnapshot()));
	store.set('a');
	store.set('b');
	store.set('b');
	cancel();
	cancel();
	store.set('c');
	expect(heard).toEqual(['b']);
	expect(store.getSnapshot()).toBe('c');
});
