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
	setFlagsFromString('--interrupt-budget=1000000');
}
