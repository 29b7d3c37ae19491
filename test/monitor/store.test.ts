import {expect, test} from 'vitest';
import {createStore} from '../../source/monitor/store.ts';

test('listeners hear of a new value, and of nothing else', () => {
	const store = createStore('a');
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
