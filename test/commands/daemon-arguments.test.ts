import {expect, test} from 'vitest';
import type {Flags} from '../../source/commands/flags.ts';
import type {FleetSource} from '../../source/commands/fleet-source.ts';
import {daemonArguments} from '../../source/commands/start-daemon.ts';

const flagsOf = (flags: Partial<Flags>) => ({server: [], tag: [], client: [], ...flags}) as unknown as Flags;
const sourceOf = (file: string | null) => ({security: {file}}) as unknown as FleetSource;

test('a daemon receives traces where it was asked to', () => {
	const given = daemonArguments(flagsOf({otlp: true}), sourceOf('/srv/.langsight.yaml'));
	expect(given).toEqual(['monitor', '--headless', '--otlp', '--config', '/srv/.langsight.yaml']);
});

test('a daemon of discovered servers watches these, not a configuration', () => {
	const given = daemonArguments(flagsOf({discover: true, client: ['cursor']}), sourceOf(null));
	expect(given).toEqual(['monitor', '--headless', '--discover', '--yes', '--client', 'cursor']);
});
