/** A file of the store that is not what it should be; the message says how, in a few words. */
export class BrokenFile extends Error {
	override readonly name = 'BrokenFile';
}

/** A file that a newer program wrote. It may be whole, so nobody but that program may touch it. */
export class NewerFile extends Error {
	override readonly name = 'NewerFile';
}
