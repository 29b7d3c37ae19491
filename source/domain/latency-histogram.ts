/**
 * Latencies as counts in buckets, which can be joined and asked for percentiles. The edges grow by 2 %, so that what
 * is told lies within 1 % of the exact value (DDSketch: Masson, Rim and Lee, PVLDB 12, 2019).
 *
 * A text, for thousands of them are held and written: bucket after bucket upwards, the distance to the one before and
 * the count where it is over 1, each a number of 5 bits a character, lowest first. An hour of checks takes about 100
 * characters.
 */
export type LatencyHistogram = string & {readonly latencyHistogram: unique symbol};

export const emptyHistogram = '' as LatencyHistogram;

const growth = 1.01 / 0.99;
/** What is below is told as 0, what is over 11 days as 11 days. */
const lowestMs = 0.001;
const highestBucket = 1382;
const highestNumber = 2 ** 40 - 1;
const longestText = 16_384;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digits = Int8Array.from({length: 128}, (_, code) => alphabet.indexOf(String.fromCharCode(code)));

/** True for a text that the functions here take as it is. Others, and those with wild numbers, do them no harm. */
export const isHistogram = (text: string): text is LatencyHistogram =>
	text.length <= longestText && /^[A-Za-z0-9_-]*$/.test(text);

/** Counts one latency, in ms. What is not a number changes nothing. */
export function addLatency(histogram: LatencyHistogram, ms: number): LatencyHistogram {
	if (Number.isNaN(ms)) return histogram;
	const bucket = bucketOf(ms);
	const walk = begin(histogram);
	let before = -1;
	while (advance(walk) && walk.bucket < bucket) before = walk.bucket;
	const head = histogram.slice(0, walk.from);
	const distance = bucket - before;
	if (walk.isOver) return (head + entry(distance, 1)) as LatencyHistogram;
	const changed =
		walk.bucket === bucket
			? entry(distance, walk.count + 1)
			: entry(distance, 1) + entry(walk.bucket - bucket, walk.count);
	return (head + changed + histogram.slice(walk.to)) as LatencyHistogram;
}

/** All of them as one. The order does not matter. */
export function mergeHistograms(list: readonly LatencyHistogram[]): LatencyHistogram {
	if (list.length === 1) return list[0] ?? emptyHistogram;
	const sum = addUp(list);
	let text = '';
	let before = -1;
	for (let bucket = sum.lowest; bucket <= sum.highest; bucket++) {
		const count = counts[bucket] ?? 0;
		if (count === 0) continue;
		text += entry(bucket - before, count);
		before = bucket;
	}
	clear(sum);
	return text as LatencyHistogram;
}

/** The latency that this share (0 to 1) does not exceed, nearest rank, within 1 %; null of none. */
export const quantile = (histogram: LatencyHistogram, share: number): number | null =>
	quantilesOf([histogram], [share])[0] ?? null;

/** The same for several shares over several histograms, without making one of them first. */
export function quantilesOf(list: readonly LatencyHistogram[], shares: readonly number[]): readonly (number | null)[] {
	const sum = addUp(list);
	const found = shares.map(share => {
		if (sum.total === 0) return null;
		let left = rankOf(share, sum.total);
		let bucket = sum.lowest;
		for (; bucket < sum.highest; bucket++) {
			left -= counts[bucket] ?? 0;
			if (left <= 0) break;
		}
		return latencyOf(bucket);
	});
	clear(sum);
	return found;
}

/** Which of so many sorted values the share means, counted from 1 (nearest rank). */
export const rankOf = (share: number, count: number): number => Math.min(count, Math.max(1, Math.ceil(share * count)));

/** How many latencies it counts. */
export function countOf(histogram: LatencyHistogram): number {
	let count = 0;
	for (const walk = begin(histogram); advance(walk); ) count += walk.count;
	return count;
}

/** The share of latencies that are at most so many ms, 0 to 1, those in the same bucket included; null of none. */
export function shareAtMost(histogram: LatencyHistogram, ms: number): number | null {
	const bucket = bucketOf(ms);
	let within = 0;
	let total = 0;
	for (const walk = begin(histogram); advance(walk); ) {
		total += walk.count;
		if (walk.bucket <= bucket) within += walk.count;
	}
	return total > 0 ? within / total : null;
}

const bucketOf = (ms: number): number =>
	ms > lowestMs ? Math.min(highestBucket, Math.ceil(Math.log(ms / lowestMs) / Math.log(growth))) : 0;

/** The value that lies as far from the lower edge of a bucket as from the upper one, relatively. */
const latencyOf = (bucket: number): number => (bucket === 0 ? 0 : (lowestMs * growth ** bucket * 2) / (growth + 1));

/** Where a reader of a text stands: the entry from `from` to `to`. */
interface Walk {
	readonly text: string;
	from: number;
	to: number;
	bucket: number;
	count: number;
	isOver: boolean;
}

const begin = (text: string): Walk => ({text, from: 0, to: 0, bucket: -1, count: 0, isOver: false});

/** Reads the next entry. What makes no sense ends the text. */
function advance(walk: Walk): boolean {
	walk.from = walk.to;
	const head = readNumber(walk);
	const more = head & 1 ? readNumber(walk) : -1;
	const bucket = walk.bucket + 1 + (head >> 1);
	walk.isOver = head < 0 || head > 2 * highestBucket + 1 || bucket > highestBucket || (head % 2 === 1 && more < 0);
	if (walk.isOver) return false;
	walk.bucket = bucket;
	walk.count = more + 2;
	return true;
}

/** -1 where none stands. Nearly all numbers are one character, so those go a short way. */
function readNumber(walk: Walk): number {
	const digit = readDigit(walk);
	return digit < 32 ? digit : readOn(walk, digit - 32);
}

function readOn(walk: Walk, start: number): number {
	let value = start;
	for (let scale = 32; scale <= highestNumber; scale *= 32) {
		const digit = readDigit(walk);
		if (digit < 0) return -1;
		value += (digit & 31) * scale;
		if (digit < 32) return value;
	}
	return -1;
}

const readDigit = (walk: Walk): number =>
	walk.to < walk.text.length ? (digits[walk.text.charCodeAt(walk.to++)] ?? -1) : -1;

const entry = (distance: number, count: number): string =>
	count === 1 ? writeNumber(2 * (distance - 1)) : writeNumber(2 * (distance - 1) + 1) + writeNumber(count - 2);

function writeNumber(number: number): string {
	let text = '';
	let left = Math.min(number, highestNumber);
	for (; left >= 32; left = Math.floor(left / 32)) text += alphabet[32 + (left % 32)];
	return text + alphabet[left];
}

/** Used by one call at a time and left at zero: a fresh one for each call would cost more than the counting. */
const counts = new Float64Array(highestBucket + 1);

interface Sum {
	readonly lowest: number;
	readonly highest: number;
	readonly total: number;
}

/** Counts them together in `counts`. */
function addUp(list: readonly LatencyHistogram[]): Sum {
	let lowest = highestBucket;
	let highest = 0;
	let total = 0;
	for (const histogram of list) {
		for (const walk = begin(histogram); advance(walk); ) {
			counts[walk.bucket] = (counts[walk.bucket] ?? 0) + walk.count;
			total += walk.count;
			if (walk.bucket < lowest) lowest = walk.bucket;
			if (walk.bucket > highest) highest = walk.bucket;
		}
	}
	return {lowest, highest, total};
}

const clear = ({lowest, highest}: Sum): void => {
	counts.fill(0, lowest, highest + 1);
};
