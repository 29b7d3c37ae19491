import {resolve} from 'node:path';
import {UserError} from '../domain/errors.ts';
import type {Settings} from '../domain/settings.ts';
import {expandHome} from './expand-home.ts';
import {describeMissing, type Environment, interpolate} from './interpolate.ts';
import type {Config} from './parse-config.ts';

/** What the engine needs beside the servers. Throws a `UserError` when `storage.path` needs an unset variable. */
export function toSettings({data, folder, shownFile}: Config, env: Environment): Settings {
	const {monitoring, storage} = data;
	const missing = new Set<string>();
	const path = storage.path === undefined ? null : interpolate(storage.path, env, missing);
	const unset = describeMissing(missing);
	if (unset) throw new UserError(`${shownFile}: storage.path cannot be used: ${unset}`);
	return {
		intervalMs: Math.round(monitoring.interval_seconds * 1000),
		confirmIntervalMs: Math.round(monitoring.confirm_interval_seconds * 1000),
		maxConcurrentChecks: monitoring.max_concurrent_checks,
		storagePath: path === null ? null : resolve(folder, expandHome(path, env)),
		removedAfterDays: storage.removed_after_days ?? null,
		folder,
	};
}
