import {expect, test, vi} from 'vitest';
import {fleetOf, upState} from '../helpers/fleet.ts';
import {type ModelledScreen, openOnModel} from './screen-on-model.ts';

async function open(): Promise<ModelledScreen> {
	const screen = openOnModel(fleetOf([upState('a')]));
	await screen.see('SERVER');
	return screen;
}

const ways: readonly (readonly [way: string, end: (screen: ModelledScreen) => unknown])[] = [
	['close is called', ({screen}) => screen.close()],
	['q is pressed twice', ({press}) => press('qq')],
	['q is pressed and answered with y', ({press}) => press('qy')],
	['Ctrl+C is pressed', ({press}) => press('\x03')],
	['Ctrl+C is pressed while typing', ({press}) => press('/abc\x03')],
	['the input ends', ({stdin}) => stdin.end()],
	['the input breaks', ({stdin}) => stdin.destroy(new Error('EIO'))],
	['the output breaks', ({stdout}) => stdout.emit('error', Object.assign(new Error('EPIPE'), {code: 'EPIPE'}))],
];

test.each(ways)('the terminal is given back as it was when %s', async (_way, end) => {
	const screen = await open();
	await vi.waitFor(() => expect(screen.stdin.isRaw).toBe(true));
	expect(screen.model.isModeSet('alternateScreen')).toBe(true);
	expect(screen.model.isModeSet('cursor')).toBe(false);
	end(screen);
	await screen.screen.closed;
	await screen.model.write('');
	expect(screen.model.isModeSet('alternateScreen')).toBe(false);
	expect(screen.model.isModeSet('cursor')).toBe(true);
	expect(screen.model.isModeSet('autowrap')).toBe(true);
	expect(screen.stdin.isRaw).toBe(false);
});

test('q asks first, and any other answer is a no', async () => {
	const {press, see, miss, model} = await open();
	press('q');
	await see('quit?');
	press('x');
	await miss('quit?');
	expect(model.isModeSet('alternateScreen')).toBe(true);
});

test('nothing is written after the end, whatever happens', async () => {
	const {screen, stdout, monitor, clock, press, resize} = await open();
	screen.close();
	await screen.closed;
	const count = stdout.writes.length;
	monitor.fleet.set(fleetOf([upState('b')]));
	clock.advance(60_000);
	press('j');
	resize(50, 20);
	screen.close();
	await new Promise(resolve => setImmediate(resolve));
	expect(stdout.writes.length).toBe(count);
});

test('a bug in the screen gives the terminal back and is reported', async () => {
	const {screen, monitor, model} = await open();
	const broken = fleetOf([upState('b')]);
	Object.defineProperty(broken, 'alerts', {
		get() {
			throw new TypeError('a bug');
		},
	});
	const outcome = expect(screen.closed).rejects.toThrow('a bug');
	monitor.fleet.set(broken);
	await outcome;
	await model.write('');
	expect(model.isModeSet('alternateScreen')).toBe(false);
});
