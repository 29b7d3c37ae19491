import {expect, test} from 'vitest';
import {pickLastWords} from '../../source/probe/stdio-last-words.ts';

test.each<[story: string, stderr: string, words: string | null]>([
	['nothing was said', '', null],
	['a usage text', 'usage: server DIR\nDIR is missing', 'DIR is missing'],
	[
		'an exception of Node',
		`/app/index.js:3
  throw new Error('REDIS_URL refused');
  ^

Error: REDIS_URL refused
    at Object.<anonymous> (/app/index.js:3:9)
    at node:internal/main/run_main_module:36:49 {
  code: 'ECONNREFUSED'
}

Node.js v20.20.2`,
		'Error: REDIS_URL refused',
	],
	[
		'a module that is missing',
		`node:internal/modules/cjs/loader:1210
  throw err;
  ^

Error: Cannot find module '/app/server.js'
    at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15) {
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}

Node.js v20.20.2`,
		"Error: Cannot find module '/app/server.js'",
	],
	[
		'a traceback of Python',
		`Traceback (most recent call last):
  File "/app/server.py", line 3, in <module>
    import missing
ModuleNotFoundError: No module named 'missing'`,
		"ModuleNotFoundError: No module named 'missing'",
	],
	['an error with a code', 'TypeError [ERR_INVALID_ARG]: bad\n    at x (y:1:1)', 'TypeError [ERR_INVALID_ARG]: bad'],
	['an error in lower case', 'starting\nerror: no such option --foo\nsee --help', 'error: no such option --foo'],
	[
		'a package manager',
		`npm error code E404
npm error 404 Not Found - GET https://registry.example/no-such-server
npm error A complete log of this run can be found in: /root/.npm/_logs/x.log`,
		'npm error 404 Not Found - GET https://registry.example/no-such-server',
	],
	[
		'a log line that mentions an error',
		'[info] up\n2026-01-02 ERROR cannot reach db\nshutting down',
		'2026-01-02 ERROR cannot reach db',
	],
	[
		'the heap of V8',
		`<--- Last few GCs --->
FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----
 1: 0xb8d0e0 node::Abort() [node]`,
		'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
	],
	['only a footer', 'Node.js v20.20.2', null],
])('of %s the telling line is picked', (_story, stderr, words) => {
	expect(pickLastWords(stderr.split('\n').map(line => line.trim()))).toBe(words);
});
