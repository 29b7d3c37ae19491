import type {Readable} from '../../domain/ports.ts';

/** Makes one `subscribe` of many. */
export const subscribeToAll =
	(sources: readonly Pick<Readable<unknown>, 'subscribe'>[]): Readable<unknown>['subscribe'] =>
	listener => {
		const cancels = sources.map(source => source.subscribe(listener));
		return () => {
			for (const cancel of cancels) cancel();
		};
	};
