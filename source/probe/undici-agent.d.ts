/**
 * The one part of undici that is used, imported by its file: the package's index loads its own fetch, caches, mocks and
 * WebSocket too, which costs 6 MB and 100 ms at every start.
 */
declare module 'undici/lib/dispatcher/agent.js' {
	export {Agent as default} from 'undici-types';
}
