/**
 * The parts of undici that are used, imported by their files: the package's index loads its own fetch, caches, mocks and
 * WebSocket too, which costs 6 MB and 100 ms at every start.
 */
declare module 'undici/lib/dispatcher/agent.js' {
	export {Agent as default} from 'undici-types';
}

declare module 'undici/lib/dispatcher/pool.js' {
	export {Pool as default} from 'undici-types';
}

declare module 'undici/lib/core/connect.js' {
	export {buildConnector as default} from 'undici-types';
}
