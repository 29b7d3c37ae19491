import {expect, test, vi} from 'vitest';
import {startFixture, watch} from './http-harness.ts';

test.each(['/streamable?close', '/sse?close'])('behind a closed link to %s no socket is left', async path => {
	const fixture = await startFixture();
	for (let round = 0; round < 5; round++) {
		const {prober, good} = watch(fixture.url(path), {transport: path.startsWith('/sse') ? 'sse' : 'streamable_http'});
		await good();
		await good();
		await prober.close();
	}
	await vi.waitFor(() => expect(fixture.openSockets()).toBe(0));
});
