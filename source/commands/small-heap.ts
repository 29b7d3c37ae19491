import {setFlagsFromString} from 'node:v8';

/**
 * Has V8 prefer a small heap to a quick one, for a process that runs for weeks. Starting to watch a large fleet makes much
 * garbage at once; V8 would enlarge the part for new objects to its bound, and let the rest grow to twice what is alive
 * before it collects: dozens of megabytes, for as long as the monitor runs. It collects more often in return, which costs
 * next to nothing at a monitor's pace; and it compiles to machine code only what runs much oftener than it asks for by
 * itself, for the compiler takes more memory than its code, and at that pace more time than it saves. What has grown
 * stays, so this comes before the rest of the program is loaded.
 */
export function keepHeapSmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--optimize-for-size');
	// Later versions of V8 have no such flag, and would say so on stderr.
	if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');
}

/**
 * Has what became garbage after a while collected before it is half as much as what is in use. Spans are remembered for
 * seconds, so that most of them are old when they go, and V8 would let them pile up to a multiple of what is alive.
 */
export function keepGarbageSmall(): void {
	setFlagsFromString('--heap-growing-percent=40');
}
