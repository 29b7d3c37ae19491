/** Alerts of these servers are not sent until it ends. */
export interface Silence {
	/** Short, for people to type. */
	readonly id: string;
	/** Which servers, in the query language. */
	readonly query: string;
	readonly from: number;
	readonly until: number;
	readonly reason: string | null;
	readonly by: string;
}
