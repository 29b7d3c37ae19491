import {noTraffic, type Traffic, type TrafficSpan} from '../domain/traffic.ts';
import {trafficCodec, trafficHoursCodec} from './format/traffic-file.ts';
import {serverFilePath} from './paths.ts';
import {createStoredFile, type StoreParts} from './stored-file.ts';

/** The files of a server's traffic: what changes with every call is small, and apart from the hours that are over. */
export interface TrafficFiles {
	/** Never rejects. */
	read(): Promise<Traffic>;
	touch(): void;
	isBehind(): boolean;
	/** Writes what has changed. Never rejects; not called twice at a time. */
	write(): Promise<void>;
}

interface Options extends StoreParts {
	readonly server: string;
	/** Its folder. */
	readonly own: string;
	/** What the files should hold now. */
	readonly traffic: () => Traffic;
}

export function createTrafficFiles({server, own, traffic, ...parts}: Options): TrafficFiles {
	/** What the file of the hours holds. */
	let written: readonly TrafficSpan[] = [];
	let due: readonly TrafficSpan[] = [];
	const tail = createStoredFile({
		...parts,
		path: serverFilePath(own, 'traffic'),
		codec: trafficCodec,
		content() {
			const known = new Set(written);
			const {hours, minutes} = traffic();
			return {server, minutes, hours: hours.filter(span => !known.has(span))};
		},
	});
	const hours = createStoredFile({
		...parts,
		path: serverFilePath(own, 'traffic-hours'),
		codec: trafficHoursCodec,
		content: () => ({server, hours: due}),
	});

	return {
		async read() {
			const [newest, past] = await Promise.all([tail.read(), hours.read()]);
			written = past?.hours ?? [];
			if (!newest) return {...noTraffic, hours: written};
			// Whatever both have is newer in the tail.
			const known = new Set(newest.hours.map(({start}) => start));
			const older = written.filter(({start}) => !known.has(start));
			return {minutes: newest.minutes, hours: [...older, ...newest.hours].sort((a, b) => a.start - b.start)};
		},
		touch: tail.touch,
		isBehind: tail.isBehind,
		async write() {
			const closed = traffic().hours.slice(0, -1);
			// Before the hours, so that what they do not hold yet is in it.
			if (!(await tail.write())) return;
			const known = new Set(written);
			if (closed.every(span => known.has(span))) return;
			due = closed;
			hours.touch();
			if (await hours.write()) written = closed;
		},
	};
}
