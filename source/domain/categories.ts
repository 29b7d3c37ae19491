/** How a category of failure behaves; the only list of them: README and metrics are made from it. */
interface CategoryFacts {
	/** Likely to pass by itself, so it is confirmed by more tries before anyone is told. */
	readonly transient: boolean;
	/** One is enough: there is nothing that another try could confirm. */
	readonly isProof: boolean;
	readonly means: string;
	/** What to do about it where nothing better is known. */
	readonly hint: string | null;
}

const transient = (means: string, hint: string | null = null): CategoryFacts => ({
	transient: true,
	isProof: false,
	means,
	hint,
});
const permanent = (means: string, hint: string | null = null): CategoryFacts => ({
	transient: false,
	isProof: false,
	means,
	hint,
});
const proof = (means: string, isTransient: boolean): CategoryFacts => ({
	transient: isTransient,
	isProof: true,
	means,
	hint: null,
});

export const categories = {
	timeout: transient('no answer within the deadline'),
	connection_refused: transient('nothing listens at that address and port'),
	connection_reset: transient(
		'the connection was closed in the middle',
		"see the server's log, and what stands before it: a proxy or a load balancer",
	),
	network: transient('the network could not carry the request'),
	dns: permanent('the host name has no address'),
	process_exited: proof('the server process ended with an exit code', true),
	process_killed: proof('the server process was ended by a signal', true),
	stream_stalled: transient('requests are accepted but no answer comes back on the event stream'),
	stream_dropped: transient(
		'the event stream was closed',
		"see the server's log; a proxy on the way may cut long answers",
	),
	rate_limited: transient('the server asks for fewer requests (429)'),
	server_error: transient('the server failed (5xx)', "see the server's log; what it depends on may be down"),
	session_lost: transient(
		'the server no longer knows the session',
		'the server forgets sessions: it restarts, or several instances do not share them',
	),
	command_not_found: proof('the command does not exist or may not be run', false),
	bad_config: proof('the configuration cannot work: a missing folder or an unset variable', false),
	auth_required: permanent('the server wants credentials (401)'),
	forbidden: permanent('the credentials are not enough (403)'),
	not_found: permanent('there is nothing at that address (404)'),
	http_error: permanent('the server refused the request (another 4xx)'),
	redirected: permanent('the server has moved'),
	wrong_transport: permanent('the server speaks another transport than configured'),
	tls: permanent('the TLS handshake or certificate is not acceptable'),
	protocol: permanent('the answer is not MCP'),
	unsupported_version: permanent('no protocol version in common'),
	invalid_schema: permanent('a result has the wrong shape', 'the server breaks the protocol: tell its author'),
	too_large: permanent('the answer is over the bound'),
	rpc_error: permanent('the server answered with a JSON-RPC error'),
	tool_not_found: permanent('a tool that is called does not exist'),
	invalid_arguments: permanent('a tool refuses the arguments it is given'),
	tool_error: transient('a tool reports an error'),
} as const satisfies Record<string, CategoryFacts>;

/** What went wrong, one word for metrics, filters and JSON. */
export type Category = keyof typeof categories;

/** Looks a category's behaviour up. */
export const factsOf = (category: Category): CategoryFacts => categories[category];
