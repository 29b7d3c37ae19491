import type {JsonObject} from '../domain/json.ts';
import type {ToolCheck} from '../domain/tool-check.ts';
import type {ServerData} from './schema.ts';
import {toDurationMs} from './to-duration.ts';

/** The tool calls of a server. A call has the server's deadline unless it has its own. */
export const toToolChecks = (checks: NonNullable<ServerData['checks']>, timeoutMs: number): ToolCheck[] =>
	checks.map(({tool, arguments: given = {}, expect = {}, timeout_seconds: seconds, every}) => ({
		tool,
		// Whatever YAML can hold becomes what JSON can hold.
		arguments: JSON.parse(JSON.stringify(given)) as JsonObject,
		expect: {
			isError: expect.is_error ?? false,
			contains: expect.contains ?? null,
			matches: expect.matches ?? null,
		},
		timeoutMs: seconds === undefined ? timeoutMs : Math.round(seconds * 1000),
		everyMs: every === undefined ? null : toDurationMs(every),
	}));
