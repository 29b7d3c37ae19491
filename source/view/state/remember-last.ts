/** Makes a function that works anew only when one of its arguments is not the one of the last time. */
export function rememberLast<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
	let last: {readonly args: A; readonly result: R} | null = null;
	return (...args) => {
		const known = last;
		if (known && args.every((arg, index) => Object.is(arg, known.args[index]))) return known.result;
		const result = make(...args);
		last = {args, result};
		return result;
	};
}
