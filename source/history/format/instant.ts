import * as z from 'zod';

/** The last instant that a date can stand for, ms since the epoch (ECMA-262, time values). */
export const latestInstant = 8.64e15;

export const instant = z.number().min(0).max(latestInstant);

/** How often something happened. */
export const count = z.number().int().nonnegative();
