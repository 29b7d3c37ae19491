import {describe, expect, test} from 'vitest';
import {
	type ColorDepth,
	colorDepthOf,
	type Environment,
	isLightTerminal,
} from '../../../source/view/terminal/color-depth.ts';

describe('how many colours a terminal has', () => {
	test.each<[story: string, env: Environment, depth: ColorDepth]>([
		['16, where nothing is known', {}, '16'],
		['16, where it has a palette', {TERM: 'xterm-256color'}, '16'],
		['any, by COLORTERM', {TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'truecolor'],
		['any, by its other word', {COLORTERM: '24bit'}, 'truecolor'],
		['any, by the kind of terminal', {TERM: 'xterm-direct'}, 'truecolor'],
		['any, by a kind that is known, as over ssh', {TERM: 'xterm-kitty'}, 'truecolor'],
		['any, inside tmux', {TERM: 'screen-256color', TMUX: '/tmp/t,1,0', COLORTERM: 'truecolor'}, 'truecolor'],
		['16, inside GNU screen', {TERM: 'screen', STY: '1.pts', COLORTERM: 'truecolor'}, '16'],
		['none, on a dumb one', {TERM: 'dumb', COLORTERM: 'truecolor', FORCE_COLOR: '3'}, 'mono'],
		['none, where the user wants none', {NO_COLOR: '1', COLORTERM: 'truecolor', FORCE_COLOR: '3'}, 'mono'],
		['as ever, where NO_COLOR is empty', {NO_COLOR: '', COLORTERM: 'truecolor'}, 'truecolor'],
		['any, forced', {FORCE_COLOR: '3'}, 'truecolor'],
		['16, forced', {FORCE_COLOR: '1', COLORTERM: 'truecolor'}, '16'],
		['none, forced', {FORCE_COLOR: '0', COLORTERM: 'truecolor'}, 'mono'],
		['what it says, forced to what nobody knows', {FORCE_COLOR: 'yes', COLORTERM: 'truecolor'}, 'truecolor'],
	])('%s', (_story, env, depth) => expect(colorDepthOf(env)).toBe(depth));
});

describe('a terminal says that it is light', () => {
	test.each<[value: string | undefined, isLight: boolean]>([
		['0;15', true],
		['0;7', true],
		['0;default;15', true],
		['15;0', false],
		['15;default;8', false],
		['7;8', false],
		['15;default', false],
		['0;', false],
		['0;99', false],
		['x', false],
		[undefined, false],
	])('COLORFGBG %s: %s', (value, isLight) => expect(isLightTerminal({COLORFGBG: value})).toBe(isLight));
});
