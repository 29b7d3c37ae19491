import type {JsonObject} from '../domain/json.ts';

/** The revision without sessions: each request says for itself what `initialize` used to settle. */
export const statelessVersion = '2026-07-28';

export const versionKey = 'io.modelcontextprotocol/protocolVersion';
export const serverInfoKey = 'io.modelcontextprotocol/serverInfo';

/** The `_meta` of each request. `version` is ours, as told to servers. */
export const requestMeta = (version: string): JsonObject => ({
	[versionKey]: statelessVersion,
	'io.modelcontextprotocol/clientCapabilities': {},
	'io.modelcontextprotocol/clientInfo': {name: 'langsight', version},
});
