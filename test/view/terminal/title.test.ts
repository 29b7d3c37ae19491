import {describe, expect, test, vi} from 'vitest';
import {createTitle, titleOf} from '../../../source/view/terminal/title.ts';
import {createLook} from '../../../source/view/theme.ts';
import {downState, fleetOf, noon, slowState, stdioServer, upState} from '../../helpers/fleet.ts';
import {hostileTexts} from '../hostile-texts.ts';
import {hasTmux, openTmux} from './tmux.ts';

const look = createLook({color: false, ascii: false});

function open(env: Record<string, string | undefined> = {TERM: 'xterm-256color'}) {
	const writes: string[] = [];
	return {writes, title: createTitle({write: data => writes.push(String(data)) > 0}, env)};
}

describe('the title says', () => {
	test.each([
		['whose fleet it is, when all is well', fleetOf([upState('a')], {name: 'prod'}), 'langsight prod'],
		[
			'what is wrong, the gravest first',
			fleetOf([upState('a'), slowState('b'), slowState('c'), downState('d')], {name: 'prod'}),
			'✖1 ◐2 langsight prod',
		],
		[
			'nothing of a server that is disabled',
			fleetOf([downState('d', {server: stdioServer('d', {enabled: false})})], {name: 'prod'}),
			'langsight prod',
		],
		[
			'that nobody looks',
			fleetOf([downState('d')], {name: 'prod', pause: {from: noon, until: noon + 60_000, by: 'ann'}}),
			'✖1 paused langsight prod',
		],
		['only itself where the fleet has no name', fleetOf([], {name: ''}), 'langsight'],
	])('%s', (_story, fleet, title) => expect(titleOf(fleet, look)).toBe(title));

	test('the same in ASCII', () => {
		const plain = createLook({color: false, ascii: true});
		expect(titleOf(fleetOf([downState('d'), slowState('b')], {name: 'prod'}), plain)).toBe('x1 !1 langsight prod');
	});

	test('nothing that steers the terminal, whatever the fleet is called', () => {
		for (const name of hostileTexts) {
			const text = titleOf(fleetOf([], {name}), look);
			expect(text).not.toMatch(/\p{Cc}|\p{Cs}/u);
			expect(text.length).toBeLessThan(80);
		}
	});
});

describe('the title of a terminal', () => {
	test('is kept, changed, and brought back', () => {
		const {writes, title} = open();
		title.show('one');
		title.show('two');
		title.close();
		expect(writes).toEqual(['\x1b[22;2t\x1b]2;one\x07', '\x1b]2;two\x07', '\x1b]2;\x07\x1b[23;2t']);
	});
	test('is written only when it changes, and not after the end', () => {
		const {writes, title} = open();
		for (const text of ['one', 'one', 'one']) title.show(text);
		title.close();
		title.close();
		title.show('two');
		expect(writes).toHaveLength(2);
	});
	test('is left alone where it was never changed', () => {
		const {writes, title} = open();
		title.close();
		expect(writes).toEqual([]);
	});
	test.each([['dumb'], ['linux'], ['']])('is left alone on a terminal that has none: %s', TERM => {
		const {writes, title} = open({TERM});
		title.show('one');
		title.close();
		expect(writes).toEqual([]);
	});
	test('holds no control characters, wherever its text is from', () => {
		const {writes, title} = open();
		for (const text of hostileTexts) title.show(text);
		for (const written of writes) expect(written.replace(/^\x1b\[22;2t/, '')).toMatch(/^\x1b\]2;\P{Cc}*\x07$/u);
	});
});

test.skipIf(!hasTmux())('inside tmux the title is shown, and the one of before is back at the end', async () => {
	const tmux = await openTmux();
	try {
		const titled = (text: string) =>
			vi.waitFor(async () => expect(await tmux.run('display', '-p', '#{pane_title}')).toBe(text), 10_000);
		tmux.write('\x1b]2;before\x07');
		await titled('before');
		const title = createTitle(tmux, tmux.env);
		title.show('✖1 langsight prod');
		await titled('✖1 langsight prod');
		title.close();
		await titled('before');
	} finally {
		await tmux.close();
	}
});
