/**
 * What a person can ask of a running monitor. Plain data, so that the screen, the command line and another process can
 * all send it. `by` says who, times are ms since the epoch.
 */
export type Action =
	| {readonly do: 'check'; readonly servers: readonly string[]}
	| {
			readonly do: 'acknowledge';
			readonly servers: readonly string[];
			readonly by: string;
			readonly reason: string | null;
	  }
	| {readonly do: 'unacknowledge'; readonly servers: readonly string[]; readonly by: string}
	/** `query` is in the query language and says which servers. */
	| {
			readonly do: 'silence';
			readonly query: string;
			readonly until: number;
			readonly by: string;
			readonly reason: string | null;
	  }
	| {readonly do: 'endSilence'; readonly id: string; readonly by: string}
	/** `expect`: the hash of the tools that were looked at; null takes whatever is there now. */
	| {readonly do: 'accept'; readonly server: string; readonly expect: string | null; readonly by: string}
	| {readonly do: 'undoAccept'; readonly server: string; readonly by: string}
	/** No checks until then. */
	| {readonly do: 'pause'; readonly until: number; readonly by: string}
	| {readonly do: 'resume'; readonly by: string};

/** What came of an action, in one line fit to be shown. */
export type ActionResult =
	| {
			readonly ok: true;
			readonly message: string /** Takes it back; null where that cannot be. */;
			readonly undo: Action | null;
	  }
	| {readonly ok: false; readonly message: string};
