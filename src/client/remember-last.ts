/**
 * The same pure function, which gives its last result again, the same object, while its arguments are the same
 * ones (`Object.is`).
 */
export function rememberLast<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
	let last: {readonly args: A; readonly result: R} | undefined;
	return (...args) => {
		const known = last;
		if (known?.args.length === args.length && args.every((arg, at) => Object.is(arg, known.args[at])))
			return known.result;
		const result = make(...args);
		last = {args, result};
		return result;
	};
}
