/**
 * The part of prom-client that is used, imported by its file: the package's index loads clusters, gateways, traces and
 * figures of its own too, which costs some MB in every monitor.
 */
declare module 'prom-client/lib/registry.js' {
	export {Registry as default} from 'prom-client';
}
