import {setFlagsFromString} from 'node:v8';

/**
 * Keeps the heap's part for new objects at the size it has. Starting to watch a large fleet makes so much garbage at once
 * that V8 enlarges it to its bound, and what outlives the start by chance there stays: dozens of megabytes, for as long as
 * the monitor runs. That part is collected more often in return, which costs next to nothing at a monitor's pace.
 */
export function keepHeapSmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Has what became garbage after a while collected before it is half as much as what is in use. Spans are remembered for
 * seconds, so that most of them are old when they go, and V8 would let them pile up to a multiple of what is alive.
 */
export function keepGarbageSmall(): void {
	setFlagsFromString('--heap-growing-percent=40');
}
